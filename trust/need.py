# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Need of a pod: the union of all TrustPolicies that match it; the strictest wins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from trust.policy import DEFAULT_MAX_REPORT_AGE, EncryptionNeed, Mode, TrustLost, TrustPolicy
from trust.tag_demand import TagDemand, tag_demands, tags_contradict
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
        tag_demands: Who demands which tags, for people: no part of what is asked.
    """

    policies: tuple[str, ...] = ()
    encryption: EncryptionNeed | None = None
    trust_required: bool = False
    asset_tags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    max_report_age: timedelta | None = None
    on_trust_lost: TrustLost = TrustLost.REPORT_ONLY
    defects: tuple[Finding, ...] = ()
    tag_demands: frozenset[TagDemand] = field(default=frozenset(), compare=False)

    @property
    def asks_nothing(self) -> bool:
        """True when any node and any image will do."""
        return self.encryption is None and not self.trust_required and not self.defects

    @property
    def demands(self) -> "Need":
        """The same without the names of who asks: what two Needs are compared by."""
        return replace(self, policies=())

    def contradictions(self) -> tuple[Finding, ...]:
        """Return one Finding for each demand that nothing can meet."""
        found = [
            tags_contradict(key, self.tag_demands)
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


def union(*needs: Need) -> Need:
    """Join Needs: what any of them refuses, the union refuses (tested as a property)."""
    ages = [need.max_report_age for need in needs if need.max_report_age is not None]
    defects = {found for need in needs for found in need.defects}
    return Need(
        policies=tuple(sorted({name for need in needs for name in need.policies})),
        encryption=_union_encryption([need.encryption for need in needs if need.encryption]),
        trust_required=any(need.trust_required for need in needs),
        asset_tags=_union_tags(need.asset_tags for need in needs),
        max_report_age=min(ages, default=None),
        on_trust_lost=min(
            (need.on_trust_lost for need in needs),
            key=_STRICT_FIRST.index,
            default=TrustLost.REPORT_ONLY,
        ),
        defects=tuple(sorted(defects, key=lambda found: found.text)),
        tag_demands=frozenset().union(*(need.tag_demands for need in needs)),
    )


def _union_encryption(needs: Sequence[EncryptionNeed]) -> EncryptionNeed | None:
    if not needs:
        return None
    return EncryptionNeed(
        key_providers=frozenset.intersection(*(need.key_providers for need in needs)),
        exempt=frozenset.intersection(*(need.exempt for need in needs)),
        policies=frozenset().union(*(need.policies for need in needs)),
    )


def _union_tags(needs: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    joined: dict[str, frozenset[str]] = {}
    for tags in needs:
        for key, values in tags.items():
            joined[key] = joined[key] & values if key in joined else values
    return joined


def _named(policy: TrustPolicy) -> EncryptionNeed | None:
    asked = policy.encryption
    return None if asked is None else replace(asked, policies=frozenset({policy.name}))


def need_of_policy(policy: TrustPolicy) -> Need:
    """Return what one policy asks of a pod that it matches."""
    return Need(
        policies=(policy.name,),
        encryption=_named(policy),
        trust_required=policy.trust_required,
        asset_tags=policy.asset_tags,
        max_report_age=policy.max_report_age if policy.trust_required else None,
        on_trust_lost=policy.on_trust_lost,
        defects=(policy.defect,) if policy.defect else (),
        tag_demands=tag_demands(policy.asset_tags, policy=policy.name),
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
                tag_demands=tag_demands({key: [one] for key, one in annotated.tags.items()}),
            )
        )
    need = union(*needs) if needs else Need()
    if need.trust_required and need.max_report_age is None:
        return replace(need, max_report_age=DEFAULT_MAX_REPORT_AGE)
    return need
