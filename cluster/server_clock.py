# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What time the API server has: whose clock is wrong should not write dates for others."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from cluster.errors import AnswerError

_PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
_REVIEW = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}


class Asked(Protocol):
    """The API server, as far as it is asked here; every call may raise ClusterError."""

    def create(self, path: str, document: Mapping[str, object]) -> Mapping[str, Any]:
        """Create an object."""
        ...


def server_time(asked: Asked) -> datetime:
    """Return the API server's time to the second.

    A SelfSubjectReview is stored nowhere, everybody may ask for one (system:basic-user), and it
    carries the instant at which it was answered.

    Raises:
        ClusterError: No answer could be had, or none with an instant.
    """
    metadata = asked.create(_PATH, _REVIEW).get("metadata")
    stamp = metadata.get("creationTimestamp") if isinstance(metadata, Mapping) else None
    try:
        return datetime.strptime(str(stamp), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as exc:
        raise AnswerError("the API server does not say what time it has") from exc
