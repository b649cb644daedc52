# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What can go wrong between the API server and us: "no answer could be had"."""


class ClusterError(Exception):
    """Base of every error of this package."""


class UnreachableError(ClusterError):
    """The API server did not answer."""


class ForbiddenError(ClusterError):
    """It knows us and refuses (401, 403): RBAC or credentials."""


class NotFoundError(ClusterError):
    """There is no such object, or no such resource."""


class GoneError(ClusterError):
    """The resourceVersion is too old (410): list again."""


class RefusedError(ClusterError):
    """Any other error status."""


class ConflictError(RefusedError):
    """Somebody else has written meanwhile, or it exists already (409)."""


class AnswerError(ClusterError):
    """It answered something that is not the API's shape."""
