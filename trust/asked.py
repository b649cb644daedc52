# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What TrustPolicies ask of a pod: the Need of each that matches it, joined."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from trust.need import Need
from trust.policy import DEFAULT_MAX_REPORT_AGE, EncryptionNeed, Mode, TrustPolicy
from trust.tag_demand import tag_demands
from trust.tags_annotation import AnnotatedTags
from trust.union import union

_NOTHING = Need()


def _named(policy: TrustPolicy) -> EncryptionNeed | None:
    asked = policy.encryption
    if asked is None:
        return None
    return EncryptionNeed(
        key_providers=asked.key_providers,
        exempt=asked.exempt,
        policies=frozenset({policy.name}),
    )


def need_of_policy(policy: TrustPolicy) -> Need:
    """Return what one policy asks of a pod that it matches."""
    return Need(
        policies=(policy.name,),
        encryption=_named(policy),
        trust_required=policy.trust_required,
        asset_tags=policy.asset_tags,
        sources=policy.sources,
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
    if not needs:
        return _NOTHING
    need = union(*needs)
    if need.trust_required and need.max_report_age is None:
        return replace(need, max_report_age=DEFAULT_MAX_REPORT_AGE)
    return need
