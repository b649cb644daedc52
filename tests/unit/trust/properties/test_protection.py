# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""No update escapes: what is not judged anew was judged by no less, and nothing asked is dropped.

A Need admits nodes and images; whatever the names of its policies are, only that counts.
"""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.trust.properties.test_union import (
    IMAGES,
    NEEDS,
    SNAPSHOTS,
    admits_image,
    admits_node,
)
from trust.image import ImageEvidence
from trust.need import Need
from trust.rules.protection_kept import asks_more, protection_kept
from trust.sources import Sources
from trust.union import union

NAMES = st.lists(st.sampled_from("xyz"), unique=True).map(tuple)


@given(NEEDS, NEEDS, SNAPSHOTS, IMAGES)
def test_what_is_not_judged_anew_was_judged_by_no_less(
    old: Need, new: Need, source: Sources, image: ImageEvidence
) -> None:
    if not asks_more(old, new):
        assert not admits_node(old, source) or admits_node(new, source)
        assert not admits_image(old, image) or admits_image(new, image)


@given(NEEDS, NEEDS, SNAPSHOTS, IMAGES)
def test_an_update_that_may_be_drops_nothing_that_was_asked(
    old: Need, new: Need, source: Sources, image: ImageEvidence
) -> None:
    if protection_kept(old, new) is None:
        assert not admits_node(new, source) or admits_node(old, source)
        assert not admits_image(new, image) or admits_image(old, image)
        assert new.on_trust_lost == union(old, new).on_trust_lost


@given(NEEDS, NEEDS, NAMES, NAMES)
def test_names_of_policies_decide_nothing(
    old: Need, new: Need, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    renamed_old, renamed = replace(old, policies=before), replace(new, policies=after)
    assert asks_more(renamed_old, renamed) is asks_more(old, new)
    kept, renamed_kept = protection_kept(old, new), protection_kept(renamed_old, renamed)
    assert (kept is None) is (renamed_kept is None)


@given(NEEDS, st.lists(NEEDS, max_size=4), NAMES)
def test_more_demands_than_before_never_take_any_off(
    old: Need, others: list[Need], names: tuple[str, ...]
) -> None:
    joined = replace(union(old, *others), policies=names)
    assert protection_kept(old, joined) is None
    assert asks_more(old, joined) is (joined.demands != old.demands)
