# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with certificates."""


class CertsError(Exception):
    """Base of every error of this package."""
