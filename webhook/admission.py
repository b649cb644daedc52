# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The two endpoints as functions of a request: each resource has its handler."""

from collections.abc import Mapping
from typing import Protocol

from trust.template import TEMPLATE_KINDS
from trust.verdict import Finding, Outcome, Verdict
from webhook.decision import Decision
from webhook.inspection import Inspection
from webhook.namespaces import NamespaceChanges
from webhook.neighbours import Namespaces, Policies
from webhook.pod_status import PodStatus
from webhook.pods import Pods
from webhook.review import Request
from webhook.templates import Templates

NOT_OURS = "is not a resource that this webhook judges"


class Validator(Protocol):
    """Decides what is asked of /validate about one resource."""

    def validate(self, request: Request, *, deadline: float) -> Decision:
        """Judge the final object."""
        ...


class Handler(Validator, Protocol):
    """Decides what is asked about one resource."""

    def mutate(self, request: Request, *, deadline: float) -> Decision:
        """Say how the object has to be changed."""
        ...


class Admission:
    """Gives each request to the handler of its resource; what has none is never admitted.

    Args:
        policies: TrustPolicies.
        namespaces: Namespaces.
        inspection: Images.
        scheduler_name: The scheduler that asks our extender.
        bindings: Judges Bindings; without it they are never admitted, as nobody's resource.
    """

    def __init__(
        self,
        *,
        policies: Policies,
        namespaces: Namespaces,
        inspection: Inspection,
        scheduler_name: str,
        bindings: Validator | None = None,
    ) -> None:
        pods = Pods(
            policies=policies,
            namespaces=namespaces,
            inspection=inspection,
            scheduler_name=scheduler_name,
        )
        self._mutating: Mapping[str, Handler] = {
            "pods": pods,
            "pods/ephemeralcontainers": pods,
            "pods/status": PodStatus(pods),
            **{resource: Templates(pods, kind) for resource, kind in TEMPLATE_KINDS.items()},
        }
        changes = NamespaceChanges(policies)
        self._validating: Mapping[str, Validator] = {
            **self._mutating,
            **(dict.fromkeys(("pods/binding", "bindings"), bindings) if bindings else {}),
            **dict.fromkeys(("namespaces", "namespaces/status", "namespaces/finalize"), changes),
        }

    def validate(self, request: Request, *, deadline: float) -> Decision:
        """Judge the final object."""
        handler = self._validating.get(request.target)
        if handler is None:
            return _not_ours(request)
        return handler.validate(request, deadline=deadline)

    def mutate(self, request: Request, *, deadline: float) -> Decision:
        """Say how the object has to be changed."""
        handler = self._mutating.get(request.target)
        if handler is None:
            return _not_ours(request)
        return handler.mutate(request, deadline=deadline)


def _not_ours(request: Request) -> Decision:
    finding = Finding(
        code="resource-not-ours",
        outcome=Outcome.UNKNOWN,
        detail=f"{request.target} {NOT_OURS}",
    )
    return Decision(verdict=Verdict.of([finding]))
