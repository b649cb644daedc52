# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What time the API server has: whose clock is wrong should not write dates for others."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from cluster.errors import AnswerError

_PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
_REVIEW = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}


Create = Callable[[str, Mapping[str, object]], Mapping[str, Any]]
"""Creates an object at a path, also as a dry run; may raise ClusterError."""


def server_time(create: Create) -> datetime:
    """Return the API server's time to the second.

    A SelfSubjectReview is stored nowhere, everybody may ask for one (system:basic-user), and it
    carries the instant at which it was answered.

    Raises:
        ClusterError: No answer could be had, or none with an instant.
    """
    metadata = create(_PATH, _REVIEW).get("metadata")
    stamp = metadata.get("creationTimestamp") if isinstance(metadata, Mapping) else None
    try:
        return datetime.strptime(str(stamp), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as exc:
        raise AnswerError("the API server does not say what time it has") from exc
