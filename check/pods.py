# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The pod of an object, and what it lacks that the API server would refuse before any webhook."""

from collections.abc import Mapping

from trust.document import Fields
from trust.errors import PodError
from trust.template import TEMPLATE_KINDS, pod_of
from trust.verdict import Finding, Outcome
from webhook.review import Request


def pod_within(request: Request) -> Mapping[str, object] | None:
    """Return a Pod, or the one that would come of an object; None where that has no template.

    Raises:
        PodError: What leads to the template, or its metadata, is not of the API's shape.
    """
    kind = TEMPLATE_KINDS.get(request.target)
    return request.document if kind is None else pod_of(request.document, kind)


def gap_in(request: Request, *, told: bool) -> Finding | None:
    """Return what keeps the API server from making any pod of an object (core/v1 PodSpec).

    Args:
        request: The creation of the object.
        told: There are reasons already; that it cannot be read is one of them.
    """
    kind = TEMPLATE_KINDS.get(request.target)
    steps = () if kind is None else kind.path
    try:
        pod = pod_within(request)
        if pod is None:
            return _gap(f"{'.'.join(steps)} is missing")
        containers = Fields(pod, path="", error=PodError).take("spec", dict).get("containers")
    except PodError as exc:
        return None if told else _gap(str(exc))
    if isinstance(containers, list) and containers:
        return None
    return _gap(f"{'.'.join((*steps, 'spec', 'containers'))} is missing")


def _gap(detail: str) -> Finding:
    return Finding(code="pod-incomplete", outcome=Outcome.UNKNOWN, detail=detail)
