# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a TrustPolicy counts as that cannot be read: the strictest value, and it is reported."""

from collections.abc import Mapping

from trust.document import Fields
from trust.errors import PolicyError
from trust.policy import DEFAULT_MAX_REPORT_AGE, Match, Mode, TrustLost, TrustPolicy
from trust.policy_document import parse_match
from trust.selector import LabelSelector, parse_selector
from trust.verdict import Finding, Outcome


def strictest(document: object, error: PolicyError) -> TrustPolicy:
    """Return what an unreadable policy counts as: nothing it may mean is admitted.

    It applies to the pods that its match can be shown to select. The selectors of namespaces and
    of pods are read apart, and only the one that cannot be read selects everything. Its mode is
    Enforce: a broken document must not weaken itself.
    """
    metadata = document.get("metadata") if isinstance(document, Mapping) else None
    name = metadata.get("name") if isinstance(metadata, Mapping) else None
    return TrustPolicy(
        name=name if isinstance(name, str) else "(nameless)",
        mode=Mode.ENFORCE,
        match=_readable_match(document),
        encryption=None,
        trust_required=True,
        asset_tags={},
        max_report_age=DEFAULT_MAX_REPORT_AGE,
        on_trust_lost=TrustLost.NO_NEW_PODS,
        defect=Finding(
            code="policy-invalid",
            outcome=Outcome.UNKNOWN,
            detail=f"the policy cannot be read: {error}",
        ),
    )


def _readable_match(document: object) -> Match:
    try:
        return parse_match(_match(document))
    except PolicyError:
        namespaces = _selector(document, "namespaceSelector")
        pods = _selector(document, "podSelector")
    # Where there is no clause, nothing shows which namespaces are meant.
    return Match(namespaces=namespaces, pods=pods, guessed=not namespaces.requirements)


def _match(document: object) -> Fields:
    return Fields(document, path="", error=PolicyError).fields("spec").fields("match")


def _selector(document: object, name: str) -> LabelSelector:
    try:
        return parse_selector(_match(document).fields(name, optional=True))
    except PolicyError:
        return LabelSelector()
