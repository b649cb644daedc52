# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Objects judged as the webhook would judge them at their creation, /mutate first."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from jsonpatch import apply_patch

from check.errors import CheckError
from check.files import Found
from trust.document import Fields
from trust.errors import DocumentError
from trust.policy import Mode
from trust.template import TEMPLATE_KINDS
from trust.verdict import Finding, Outcome, Verdict
from webhook.admission import Admission
from webhook.review import Request

_VERSIONS = {"": "v1", "apps": "apps/v1", "batch": "batch/v1"}
_RESOURCES: Mapping[tuple[str, str], str] = {
    ("v1", "Pod"): "pods",
    **{
        (_VERSIONS[resource.partition(".")[2]], kind.name): resource
        for resource, kind in TEMPLATE_KINDS.items()
    },
}
"""What is judged, by apiVersion and kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One object with what is said of it.

    Attributes:
        name: ``Kind/namespace/name``.
        verdict: What the webhook would have answered.
        warned: What policies in Warn or Audit would have said.
        request: As it would have come; its pod, where it makes pods.
        policies: That apply.
    """

    name: str
    verdict: Verdict
    warned: tuple[Finding, ...]
    request: Request
    policies: tuple[str, ...]


def is_judged(found: Found) -> bool:
    """Tell whether an object is a Pod, or makes pods."""
    return (found.document["apiVersion"], found.kind) in _RESOURCES


class Judging:
    """Judges objects one after the other.

    Args:
        admission: The webhook's decisions.
        namespace: Of objects that name none.
        patience: For one object, images and all.
    """

    def __init__(self, admission: Admission, *, namespace: str, patience: timedelta) -> None:
        self._admission = admission
        self._namespace = namespace
        self._patience = patience

    def all(self, objects: list[Found]) -> Iterator[Judged]:
        """Judge those that are a Pod or make pods.

        Raises:
            CheckError: One has metadata that are not of the API's shape.
        """
        for found in objects:
            if is_judged(found):
                yield self._one(found)

    def _one(self, found: Found) -> Judged:
        request, name = _request(found, self._namespace)
        changed = self._admission.mutate(request, deadline=self._deadline())
        decision = changed
        if changed.verdict.outcome is Outcome.ALLOW:
            document = apply_patch(dict(request.document), changed.patch)
            request = replace(request, document=document)
            decision = self._admission.validate(request, deadline=self._deadline())
        warned = (decision.unenforced.get(mode, Verdict()) for mode in (Mode.WARN, Mode.AUDIT))
        return Judged(
            name=name,
            # Of what makes pods the webhook only warns when it does not know; nobody waits here.
            verdict=Verdict.of((*decision.verdict.findings, *decision.doubts.findings)),
            warned=tuple(dict.fromkeys(each for one in warned for each in one.findings)),
            request=request,
            policies=decision.policies,
        )

    def _deadline(self) -> float:
        return time.monotonic() + self._patience.total_seconds()


def _request(found: Found, namespace: str) -> tuple[Request, str]:
    """Return the creation of an object as the API server would ask about it, and its name."""
    try:
        metadata = Fields(found.document, path="", error=DocumentError).fields("metadata")
        where = metadata.take("namespace", str, "") or namespace
        name = metadata.take("name", str, "") or metadata.take("generateName", str, "") + "*"
    except DocumentError as exc:
        raise CheckError(f"{found.place}: {exc}", file=found.file) from exc
    resource = _RESOURCES[found.document["apiVersion"], found.kind]
    plural, _, group = resource.partition(".")
    request = Request(
        uid="",
        group=group,
        resource=plural,
        subresource="",
        namespace=where,
        operation="CREATE",
        document=found.document,
        old_document=None,
        dry_run=True,
        user="",
    )
    return request, f"{found.kind}/{where}/{name}"
