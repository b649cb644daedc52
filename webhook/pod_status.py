# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about pods/status: whoever may write a status may write labels and annotations too.

The API server stores them (tried: it does so for pods/status, and not for pods/resize,
pods/ephemeralcontainers or pods/eviction). Kubelets write none, so the webhook configuration asks
about few of their many updates: those that change what protection rests on.
"""

from collections.abc import Mapping

from trust.names import TAGS_ANNOTATION
from webhook.decision import Decision
from webhook.pods import Pods
from webhook.review import Request


class PodStatus:
    """Decides whether an update of a status takes off, or brings in, what protection rests on.

    Args:
        pods: Who decides on updates of pods.
    """

    def __init__(self, pods: Pods) -> None:
        self._pods = pods

    def validate(self, request: Request, *, deadline: float) -> Decision:
        """Judge it as an update of the pod, and let a mere status pass without a question."""
        old = request.old_document
        if old is not None and _grounds(old) == _grounds(request.document):
            return Decision(pod=request.name)
        return self._pods.validate(request, deadline=deadline)

    def mutate(self, request: Request, *, deadline: float) -> Decision:
        """Leave it as it is."""
        return Decision(pod=request.name)


def _grounds(document: Mapping[str, object]) -> tuple[object, object]:
    """Return all that says which policies select a pod, and what it asks for itself."""
    metadata = document.get("metadata")
    if not isinstance(metadata, dict):
        return None, metadata
    annotations = metadata.get("annotations")
    tags = annotations.get(TAGS_ANNOTATION) if isinstance(annotations, dict) else annotations
    return metadata.get("labels") or None, tags
