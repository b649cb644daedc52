# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a Need becomes in a pod's required node affinity."""

from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.need import Need
from trust.node_requirement import NodeRequirement, node_requirements

TRUSTED = NodeRequirement(key=TRUSTED_LABEL, values=frozenset({"true"}))
TAGS = {"tier": frozenset({"1", "2"}), "region": frozenset({"EU"})}


def test_trust_and_each_tag_are_required_in_a_stable_order() -> None:
    assert node_requirements(Need(trust_required=True, asset_tags=TAGS)) == (
        TRUSTED,
        NodeRequirement(key=f"{TAG_PREFIX}region", values=frozenset({"EU"})),
        NodeRequirement(key=f"{TAG_PREFIX}tier", values=frozenset({"1", "2"})),
    )


def test_who_asks_for_no_trust_narrows_nothing() -> None:
    assert node_requirements(Need()) == ()
    assert node_requirements(Need(asset_tags=TAGS)) == ()


def test_a_tag_that_no_value_satisfies_is_left_to_the_need() -> None:
    contradiction = Need(trust_required=True, asset_tags={"region": frozenset()})
    assert node_requirements(contradiction) == (TRUSTED,)
    assert contradiction.contradictions()
