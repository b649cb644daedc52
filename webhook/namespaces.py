# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about Namespaces: changes of labels that policies select by.

The webhook configuration asks about changed labels alone, and not for those who may unprotect
namespaces: the API server finds that out before it calls.
"""

from trust.errors import PodError
from trust.pod import read_identity
from trust.rules.namespace_kept import namespace_kept
from trust.verdict import Finding, Outcome, Verdict
from webhook.decision import Decision
from webhook.neighbours import Policies
from webhook.not_synced import policies_unknown
from webhook.review import Request


class NamespaceChanges:
    """Decides updates of Namespaces.

    Args:
        policies: TrustPolicies.
    """

    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    def validate(self, request: Request, *, deadline: float) -> Decision:
        """Judge what the new labels take the namespace out of."""
        if not self._policies.synced:
            return _decision(request, [policies_unknown()])
        try:
            # Metadata are alike for every kind; a creation has nothing to be taken out of.
            after = read_identity(request.document, namespace="")
            before = read_identity(request.old_document or request.document, namespace="")
        except PodError as exc:
            finding = Finding(
                code="namespace-unreadable",
                outcome=Outcome.UNKNOWN,
                detail=f"the namespace cannot be read: {exc}",
            )
            return _decision(request, [finding])
        known = self._policies.values().values()
        found = namespace_kept(known, after.name, before=before.labels, after=after.labels)
        return _decision(request, list(found))


def _decision(request: Request, found: list[Finding]) -> Decision:
    return Decision(
        verdict=Verdict.of(found), subject="change of labels", pod=request.name, in_full=""
    )
