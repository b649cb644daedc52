# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the issuer raises of its own."""


class IssuerError(Exception):
    """Base of every error of this package."""


class ClockError(IssuerError):
    """Our clock and the API server's differ: dates that we write would be wrong."""
