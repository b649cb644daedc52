# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Objects judged as the webhook would judge them at their creation, /mutate first."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from jsonpatch import apply_patch

from check.errors import CheckError
from check.files import Found
from check.kinds import doubt_of, resource_of
from check.pods import gap_in
from trust.document import Fields
from trust.errors import DocumentError
from trust.policy import Mode
from trust.verdict import Finding, Outcome, Verdict
from webhook.admission import Admission
from webhook.review import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One object with what is said of it.

    Attributes:
        name: ``Kind/namespace/name``.
        verdict: What the webhook would have answered.
        warned: What policies in Warn or Audit would have said.
        request: As it would have come; None where the webhook would not have been asked.
        policies: That apply.
    """

    name: str
    verdict: Verdict
    warned: tuple[Finding, ...]
    request: Request | None
    policies: tuple[str, ...]


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
        """Judge those that are a Pod or make pods, or only look like it.

        Raises:
            CheckError: One has metadata that are not of the API's shape.
        """
        for found in objects:
            resource, doubt = resource_of(found), doubt_of(found)
            if resource is not None:
                yield self._one(found, resource)
            elif doubt is not None:
                yield _unjudged(found, doubt, self._namespace)

    def _one(self, found: Found, resource: str) -> Judged:
        where, name = _identity(found, self._namespace)
        request = _request(found, resource, where)
        changed = self._admission.mutate(request, deadline=self._deadline())
        decision = changed
        if changed.verdict.outcome is Outcome.ALLOW:
            document = apply_patch(dict(request.document), changed.patch)
            request = replace(request, document=document)
            decision = self._admission.validate(request, deadline=self._deadline())
        gap = gap_in(request, told=bool(decision.findings))
        warned = (decision.unenforced.get(mode, Verdict()) for mode in (Mode.WARN, Mode.AUDIT))
        return Judged(
            name=f"{found.kind}/{where}/{name}",
            # Of what makes pods the webhook only warns when it does not know; nobody waits here.
            verdict=Verdict.of((*decision.findings, gap)),
            warned=tuple(dict.fromkeys(each for one in warned for each in one.findings)),
            request=request,
            policies=decision.policies,
        )

    def _deadline(self) -> float:
        return time.monotonic() + self._patience.total_seconds()


def _unjudged(found: Found, doubt: Finding, namespace: str) -> Judged:
    where, name = _identity(found, namespace)
    return Judged(
        name=f"{found.kind}/{where}/{name}",
        verdict=Verdict.of([doubt]),
        warned=(),
        request=None,
        policies=(),
    )


def _identity(found: Found, namespace: str) -> tuple[str, str]:
    """Return namespace and name."""
    try:
        metadata = Fields(found.document, path="", error=DocumentError).fields("metadata")
        where = metadata.take("namespace", str, "") or namespace
        name = metadata.take("name", str, "") or metadata.take("generateName", str, "") + "*"
    except DocumentError as exc:
        raise CheckError(f"{found.place}: {exc}", file=found.file) from exc
    return where, name


def _request(found: Found, resource: str, namespace: str) -> Request:
    """Return the creation of an object as the API server would ask about it."""
    plural, _, group = resource.partition(".")
    return Request(
        uid="",
        group=group,
        resource=plural,
        subresource="",
        namespace=namespace,
        operation="CREATE",
        document=found.document,
        old_document=None,
        dry_run=True,
        user="",
    )
