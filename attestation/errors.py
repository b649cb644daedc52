# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What can go wrong between a verification service and us; each becomes UNKNOWN, never trust."""


class AttestationError(Exception):
    """Base of every error of this package: no answer could be had."""


class ServiceUnavailableError(AttestationError):
    """The verification service did not answer."""


class AnswerError(AttestationError):
    """It answered something that cannot be believed."""


class NotAskedError(AttestationError):
    """The service was not asked: there are too many questions."""


class EndpointError(AttestationError):
    """The address of a service, or the files for it, cannot be used as they are set up."""
