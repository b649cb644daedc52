# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a call of the extender can be wrong about; a refused node is an answer, not an error."""


class ExtenderError(Exception):
    """Base of every error of this package."""


class ArgumentsError(ExtenderError):
    """The body is not ExtenderArgs that can be answered."""
