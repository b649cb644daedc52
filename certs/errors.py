# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the making of certificates raises."""


class CertsError(Exception):
    """Base of every error of this package."""


class SubjectError(CertsError):
    """The names that a certificate should carry are missing or cannot be written into one."""


class ExistingAuthorityError(CertsError):
    """The folder already holds an authority, whose certificates may be in use."""


class WriteError(CertsError):
    """A file cannot be written."""
