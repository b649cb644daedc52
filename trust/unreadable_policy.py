# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a TrustPolicy counts as that cannot be read: the strictest value, and it is reported."""

from collections.abc import Mapping

from trust.document import Fields
from trust.errors import PolicyError
from trust.policy import DEFAULT_MAX_REPORT_AGE, Match, Mode, TrustLost, TrustPolicy
from trust.policy_document import parse_match
from trust.selector import LabelSelector
from trust.verdict import Finding, Outcome


def strictest(document: object, error: PolicyError) -> TrustPolicy:
    """Return what an unreadable policy counts as: nothing it may mean is admitted.

    It applies to the pods that its match can be shown to select; where even the match cannot be
    read, to every pod. Its mode is Enforce: a broken document must not weaken itself.
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
        fields = Fields(document, path="", error=PolicyError)
        return parse_match(fields.fields("spec").fields("match"))
    except PolicyError:
        return Match(namespaces=LabelSelector(), pods=LabelSelector())
