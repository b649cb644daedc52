# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All pods against all policies."""

from dataclasses import replace

from tests.unit.trust.builders import policy
from tests.unit.trust.test_audit import DISTRUSTED, POD, SHAPE, around
from trust.census import take_census
from trust.errors import PolicyError
from trust.observed_pod import Shape
from trust.policy_status import PodCount
from trust.unreadable_policy import strictest

BARE = Shape(loose=("x:1",))


def test_pods_are_counted_and_equal_ones_told_together() -> None:
    pods = [replace(POD, name=f"p{number}", shape=BARE) for number in (2, 0, 1)]
    census = take_census([policy()], [*pods, POD], around())
    assert census.counts == {"payments": PodCount(protected=4, violating=3)}
    told = {kind.code: (group.first.name, group.pods) for kind, group in census.groups.items()}
    expected = ("image-not-judged", "scheduler-not-ours", "placement-missing")
    assert told == dict.fromkeys(expected, ("p0", 3))


def test_a_pod_with_several_reasons_is_one_violation() -> None:
    census = take_census([policy()], [replace(POD, shape=BARE)], around(DISTRUSTED))
    assert census.counts["payments"] == PodCount(protected=1, violating=1)
    assert len(census.groups) == 4


def test_each_policy_counts_its_own_pods() -> None:
    other = replace(policy(nodes={"trust": "NotRequired"}), name="images")
    tagless = replace(POD, shape=replace(SHAPE, scheduler_name="another"))
    census = take_census([policy(), other], [tagless], around())
    assert census.counts == {
        "payments": PodCount(protected=1, violating=1),
        "images": PodCount(protected=1, violating=0),
    }


def test_pods_of_policies_that_do_not_enforce_or_cannot_be_read_are_counted_only() -> None:
    broken = strictest({"metadata": {"name": "broken"}}, PolicyError("spec", "is required"))
    watching = [replace(policy(mode=mode), name=mode) for mode in ("Warn", "Audit")]
    census = take_census([broken, *watching], [replace(POD, shape=BARE)], around())
    counted = PodCount(protected=1, violating=None)
    assert census.counts == dict.fromkeys(("broken", "Warn", "Audit"), counted)
    assert census.groups == {}


def test_pods_of_one_shape_on_different_nodes_are_judged_by_their_own() -> None:
    elsewhere = replace(POD, name="q", node_name="unknown-yet")
    census = take_census([policy()], [POD, elsewhere], around(DISTRUSTED))
    assert census.counts["payments"] == PodCount(protected=2, violating=1)


def test_a_pod_that_no_policy_selects_is_nobodys() -> None:
    census = take_census([policy()], [replace(POD, namespace="unknown")], around())
    assert census.counts == {"payments": PodCount(protected=0, violating=0)}
    assert census.groups == {}
