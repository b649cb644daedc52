# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Why tag records, and what they rest on, cannot be believed."""

from attestation.errors import AttestationError


class TagsError(AttestationError):
    """Base of every error of this package."""


class KeyFileError(TagsError):
    """A file of keys cannot be used."""


class MalformedError(TagsError):
    """A text is not the signed document that it should be."""


class WrongKeyError(TagsError):
    """It is, but no key of the authority has signed it."""


class RevocationsError(TagsError):
    """A list of revoked records cannot be used."""
