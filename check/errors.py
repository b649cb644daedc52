# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What keeps manifests from being checked at all."""


class CheckError(Exception):
    """A file is not what it must be; the text names file, line or field."""
