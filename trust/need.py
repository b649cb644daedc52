# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Need of a pod: the union of all TrustPolicies that match it; the strictest wins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import reduce

from trust.policy import DEFAULT_MAX_REPORT_AGE, EncryptionNeed, Mode, TrustLost, TrustPolicy
from trust.tags_annotation import AnnotatedTags
from trust.verdict import Finding, Outcome

_STRICT_FIRST = tuple(TrustLost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a pod asks of its node and of its images; the empty Need asks nothing.

    Attributes:
        policies: Names of the TrustPolicies behind it, sorted.
        encryption: Whose keys count for images; None where nothing is asked.
        trust_required: The node must be attested and trusted.
        asset_tags: Allowed values by tag; an empty set can be met by no node.
        max_report_age: Upper bound of a Report's age, None where nothing is asked.
        on_trust_lost: The strictest of the policies.
        defects: Policies that cannot be read, annotations that cannot be meant.
    """

    policies: tuple[str, ...] = ()
    encryption: EncryptionNeed | None = None
    trust_required: bool = False
    asset_tags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    max_report_age: timedelta | None = None
    on_trust_lost: TrustLost = TrustLost.REPORT_ONLY
    defects: tuple[Finding, ...] = ()

    @property
    def asks_nothing(self) -> bool:
        """True when any node and any image will do."""
        return self.encryption is None and not self.trust_required and not self.defects

    def contradictions(self) -> tuple[Finding, ...]:
        """Return one Finding for each demand that nothing can meet."""
        found = [
            Finding(
                code="asset-tags-contradict",
                outcome=Outcome.DENY,
                detail=f'no value of asset tag "{key}" is allowed by every policy that applies',
            )
            for key, values in sorted(self.asset_tags.items())
            if not values
        ]
        if self.encryption is not None and not self.encryption.key_providers:
            found.append(
                Finding(
                    code="key-providers-contradict",
                    outcome=Outcome.DENY,
                    detail="no key provider is allowed by every policy that applies",
                )
            )
        return (*self.defects, *found)


def union(left: Need, right: Need) -> Need:
    """Join two Needs: what either refuses, the union refuses (tested as a property)."""
    return Need(
        policies=tuple(sorted({*left.policies, *right.policies})),
        encryption=_union_encryption(left.encryption, right.encryption),
        trust_required=left.trust_required or right.trust_required,
        asset_tags=_union_tags(left.asset_tags, right.asset_tags),
        max_report_age=min(
            (need.max_report_age for need in (left, right) if need.max_report_age is not None),
            default=None,
        ),
        on_trust_lost=min(left.on_trust_lost, right.on_trust_lost, key=_STRICT_FIRST.index),
        defects=tuple(sorted({*left.defects, *right.defects}, key=lambda found: found.text)),
    )


def _union_encryption(
    left: EncryptionNeed | None, right: EncryptionNeed | None
) -> EncryptionNeed | None:
    if left is None or right is None:
        return left or right
    return EncryptionNeed(
        key_providers=left.key_providers & right.key_providers,
        exempt=left.exempt & right.exempt,
    )


def _union_tags(
    left: Mapping[str, frozenset[str]], right: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    joined = dict(left)
    for key, values in right.items():
        joined[key] = joined[key] & values if key in joined else values
    return joined


def need_of_policy(policy: TrustPolicy) -> Need:
    """Return what one policy asks of a pod that it matches."""
    return Need(
        policies=(policy.name,),
        encryption=policy.encryption,
        trust_required=policy.trust_required,
        asset_tags=policy.asset_tags,
        max_report_age=policy.max_report_age if policy.trust_required else None,
        on_trust_lost=policy.on_trust_lost,
        defects=(policy.defect,) if policy.defect else (),
    )


def need_of(
    policies: Iterable[TrustPolicy],
    *,
    mode: Mode,
    namespace: Mapping[str, str],
    pod: Mapping[str, str],
    annotated: AnnotatedTags,
) -> Need:
    """Compute a pod's Need from the policies of one mode and from its own annotation.

    Args:
        policies: All TrustPolicies of the cluster.
        mode: Whose policies count; the annotation is enforced, so it joins ENFORCE alone.
        namespace: Labels of the pod's namespace.
        pod: Labels of the pod.
        annotated: What the pod asks for itself.
    """
    needs = [
        need_of_policy(policy)
        for policy in policies
        if policy.mode is mode and policy.match.matches(namespace=namespace, pod=pod)
    ]
    if mode is Mode.ENFORCE and annotated.present:
        needs.append(
            Need(
                trust_required=True,
                asset_tags={key: frozenset({value}) for key, value in annotated.tags.items()},
                defects=annotated.defects,
            )
        )
    if not needs:
        return Need()
    need = reduce(union, needs)
    if need.trust_required and need.max_report_age is None:
        return replace(need, max_report_age=DEFAULT_MAX_REPORT_AGE)
    return need
