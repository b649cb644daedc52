# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub raises of its own."""


class HubError(Exception):
    """Base of every error of this package."""


class AuthorityError(HubError):
    """A bundle of certificates cannot be read; the text is a clause about whoever has it."""
