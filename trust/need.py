# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Need of a pod: the union of all TrustPolicies that match it; the strictest wins."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from trust.policy import EncryptionNeed, TrustLost
from trust.tag_demand import TagDemand, tags_contradict
from trust.verdict import Finding, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a pod asks of its node and of its images; the empty Need asks nothing.

    Attributes:
        policies: Names of the TrustPolicies behind it, sorted.
        encryption: Whose keys count for images; None where nothing is asked.
        trust_required: The node must be attested and trusted.
        asset_tags: Allowed values by tag; an empty set can be met by no node.
        sources: Verification services that must all vouch (trust/sources.py).
        max_report_age: Upper bound of a Report's age, None where nothing is asked.
        on_trust_lost: The strictest of the policies.
        defects: Policies that cannot be read, annotations that cannot be meant.
        tag_demands: Who demands which tags, for people: no part of what is asked.
    """

    policies: tuple[str, ...] = ()
    encryption: EncryptionNeed | None = None
    trust_required: bool = False
    asset_tags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
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

    @property
    def node_key(self) -> Hashable:
        """What decides about nodes: Needs with the same one accept the same nodes."""
        tags = frozenset(self.asset_tags.items())
        return (self.trust_required, self.max_report_age, self.sources, self.defects, tags)

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
