# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is done next about certificates while all goes well, and whoever does it may be killed."""

from collections import Counter
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.trust.handshakes import failures
from tests.unit.trust.rotating import LEAVES, LIFETIMES, MINUTE, READY_AFTER, Rotating
from tests.unit.trust.rotating_states import SETTLE, due, kinds, rotating, steady
from trust.certificates import Validity
from trust.rotation import decide
from trust.rotation_steps import (
    Issue,
    Phase,
    Promote,
    Rest,
)

LEAF_DUE = 18


def test_a_first_start_waits_for_nothing() -> None:
    cluster = Rotating()
    cluster.work()
    assert kinds(cluster) == [
        "MakeSuccessor", "WriteBundle", "StartAnew", "Promote", "Issue", "Issue", "Issue",
    ]  # fmt: skip
    assert cluster.step() == Rest(phase=Phase.STEADY, readers=("scheduler",))


def test_nothing_is_done_while_nothing_is_due() -> None:
    cluster = steady()
    assert cluster.step() == Rest(phase=Phase.STEADY)
    cluster.minutes(5)
    assert cluster.done == []


def test_a_leaf_is_renewed_after_two_thirds_by_the_same_authority() -> None:
    cluster = steady()
    signing = cluster.signing
    cluster.minutes(LEAF_DUE)
    assert cluster.done == [Issue(leaf=name) for name in LEAVES]
    assert cluster.signing == signing


def test_a_leaf_is_due_earlier_when_leaves_are_given_less_time_from_now_on() -> None:
    cluster = steady()
    shorter = replace(LIFETIMES, leaf=6 * MINUTE)
    assert decide(cluster.found(), shorter, now=cluster.now) == Issue(leaf="extender")


def test_a_leaf_that_ends_with_its_authority_is_not_renewed_in_vain() -> None:
    cluster = steady()
    assert cluster.signing is not None
    found = cluster.found()
    until = cluster.now + 5 * MINUTE
    short = Validity(begins=cluster.now - 9 * MINUTE, ends=until)
    leaves = {name: leaf and replace(leaf, validity=short) for name, leaf in found.leaves.items()}
    assert decide(replace(found, leaves=leaves), LIFETIMES, now=until) == Issue(leaf="extender")
    signing = replace(cluster.signing, validity=short)
    coming = replace(cluster.signing, id="coming")
    found = replace(found, leaves=leaves, signing=signing, successor=coming)
    found = replace(found, bundles={}, readers={}, bundles_seen=0 * MINUTE)
    assert decide(found, LIFETIMES, now=until) == Rest(phase=Phase.ANNOUNCED)


def test_an_authority_rotates_in_five_steps_with_bundles_before_leaves() -> None:
    cluster = rotating()
    old = cluster.signing
    cluster.work()
    assert kinds(cluster) == ["MakeSuccessor", *["WriteBundle"] * 4, "StartAnew"]
    assert cluster.step() == Rest(phase=Phase.ANNOUNCED, readers=("scheduler",))
    cluster.done.clear()
    cluster.minutes(READY_AFTER + SETTLE)
    assert cluster.done == []
    cluster.minutes(1)
    assert kinds(cluster) == ["Promote", *["Issue"] * 3]
    assert cluster.step() == Rest(phase=Phase.SWITCHED)
    assert cluster.retired == (old,)
    cluster.done.clear()
    cluster.minutes(SETTLE)
    assert kinds(cluster)[0] == "Retire"
    assert old is not None
    assert all(old.id not in seen.value for seen in cluster.bundles.values())


def test_nobody_signs_before_readers_are_ready_and_bundles_have_been_seen() -> None:
    cluster = rotating()
    cluster.work()
    for _ in range(READY_AFTER + SETTLE):
        assert isinstance(cluster.step(lost=True), Rest)
        cluster.minute += 1
    assert cluster.step(lost=True) == Promote()


def test_two_years_of_rotations_fail_no_handshake() -> None:
    cluster = steady()
    failed: list[str] = []
    cluster.minutes(300, check=lambda: failed.extend(failures(cluster)))
    assert failed == []
    assert Counter(kinds(cluster))["Promote"] >= 4
    assert Counter(kinds(cluster))["Retire"] >= 4


@pytest.mark.parametrize("guard", ["readers", "bundles"])
def test_the_model_notices_who_does_not_wait(guard: str) -> None:
    cluster = rotating()
    cluster.work()
    found = cluster.found()
    if guard == "readers":
        found = replace(found, bundles_seen=LIFETIMES.settle)
    else:
        found = replace(found, readers={})
    assert isinstance(decide(found, LIFETIMES, now=cluster.now), Rest)
    cluster.retired += (cluster.signing,) if cluster.signing else ()
    cluster.signing, cluster.successor = cluster.successor, None
    assert cluster.signing is not None
    renewed = cluster.leaves["webhook"].value
    assert renewed is not None
    cluster.leaves["webhook"].write(cluster.minute, replace(renewed, issuer=cluster.signing.id))
    assert failures(cluster) != []


@given(stops=st.sets(st.integers(0, 60), max_size=6), lost=st.sets(st.integers(0, 60)))
def test_whoever_takes_over_at_any_step_goes_on(stops: set[int], lost: set[int]) -> None:
    cluster = deepcopy(due())
    failed: list[str] = []
    steps = 0
    for _ in range(60):
        for _ in range(20):
            steps += 1
            if steps in stops:
                cluster.restart()
            # A write that is lost is one that the issuer was killed before.
            action = cluster.step(lost=steps in lost)
            failed += failures(cluster)
            if isinstance(action, Rest):
                break
        cluster.minute += 1
    assert failed == []
    assert "Promote" in kinds(cluster)
