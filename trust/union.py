# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The union of Needs; the strictest of each demand wins."""

from collections.abc import Iterable, Mapping, Sequence

from trust.need import Need
from trust.policy import EncryptionNeed, TrustLost
from trust.sources import ALL_THAT_KNOW_IT

_STRICT_FIRST = tuple(TrustLost)


def union(*needs: Need) -> Need:
    """Join Needs: what any of them refuses, the union refuses (tested as a property)."""
    ages = [need.max_report_age for need in needs if need.max_report_age is not None]
    defects = {found for need in needs for found in need.defects}
    return Need(
        policies=tuple(sorted({name for need in needs for name in need.policies})),
        encryption=_union_encryption([need.encryption for need in needs if need.encryption]),
        trust_required=any(need.trust_required for need in needs),
        asset_tags=_union_tags(need.asset_tags for need in needs),
        sources=_union_sources(needs),
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


def _union_sources(needs: Iterable[Need]) -> frozenset[str]:
    """Join names; who names none asks for every source that knows the node, and goes on to."""
    asking = [need for need in needs if need.trust_required]
    named = frozenset().union(*(need.sources or {ALL_THAT_KNOW_IT} for need in asking))
    return frozenset() if named == {ALL_THAT_KNOW_IT} else named
