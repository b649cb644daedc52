# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is done about certificates after an accident: clocks, losses, backups, strangers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.trust.handshakes import failures
from tests.unit.trust.rotating import LEAVES, LIFETIMES, MINUTE, READY_AFTER, Rotating
from tests.unit.trust.rotating_states import SETTLE, in_phase, kinds, rotating, steady, until
from trust.certificates import Leaf
from trust.rotation import decide
from trust.rotation_steps import (
    Adopt,
    Issue,
    MakeSuccessor,
    Phase,
    Promote,
    Rest,
    Retire,
    StartAnew,
    WriteBundle,
)


@pytest.mark.parametrize("minutes", [-100_000, -10, 25, 80, 100_000])
def test_a_clock_that_jumps_costs_one_look(minutes: int) -> None:
    cluster = steady()
    cluster.clock += minutes * MINUTE
    cluster.work()
    assert [leaf.value for leaf in cluster.leaves.values() if not valid(cluster, leaf.value)] == []
    cluster.minutes(3 * SETTLE + 2 * READY_AFTER)
    assert failures(cluster) == []
    assert cluster.step() == Rest(phase=Phase.STEADY)


def valid(cluster: Rotating, leaf: Leaf | None) -> bool:
    return (
        leaf is not None
        and cluster.signing is not None
        and leaf.issuer == cluster.signing.id
        and leaf.validity.holds(cluster.now)
    )


@pytest.mark.parametrize("phase", ["steady", "announced", "switched"])
def test_a_clock_that_jumps_back_and_forth_in_a_rotation_is_survived(phase: str) -> None:
    cluster = in_phase(phase)
    cluster.clock += timedelta(days=-1)
    cluster.work()
    cluster.clock += timedelta(days=1)
    cluster.minutes(4 * (SETTLE + READY_AFTER))
    assert failures(cluster) == []
    assert cluster.retired == ()


@pytest.mark.parametrize("phase", ["steady", "announced"])
def test_authorities_that_are_lost_are_trusted_until_nobody_needs_them(phase: str) -> None:
    cluster = in_phase(phase)
    failed: list[str] = []
    cluster.signing, cluster.successor, cluster.retired = None, None, ()
    cluster.minutes(40, check=lambda: failed.extend(failures(cluster)))
    assert failed == []
    assert cluster.done[:2] == [Adopt(), MakeSuccessor()]
    assert "Retire" in kinds(cluster)


def test_an_authority_that_comes_from_a_backup_is_announced_before_it_signs_anything() -> None:
    cluster = steady()
    backup = cluster.signing
    until(cluster, lambda: cluster.signing != backup and not cluster.retired)
    cluster.done.clear()
    failed: list[str] = []
    cluster.signing = backup
    cluster.minutes(30, check=lambda: failed.extend(failures(cluster)))
    assert failed == []
    assert cluster.done[0] == Adopt()


@pytest.mark.parametrize("name", LEAVES)
@pytest.mark.parametrize("harm", ["deleted", "of another key", "signed by a stranger"])
def test_a_leaf_that_is_harmed_is_issued_at_once_by_whoever_signs(name: str, harm: str) -> None:
    cluster = in_phase("announced")
    leaf = cluster.leaves[name].value
    assert leaf is not None
    harmed = {
        "deleted": None,
        "of another key": replace(leaf, fits=False),
        "signed by a stranger": replace(leaf, issuer=""),
    }
    cluster.leaves[name].write(cluster.minute, harmed[harm])
    assert cluster.step() == Issue(leaf=name)
    assert cluster.successor is not None


def test_a_stranger_in_a_bundle_is_taken_out_and_whoever_was_taken_out_is_put_back() -> None:
    for believed in (frozenset({"ca-0", "stranger"}), frozenset({"stranger"}), frozenset[str]()):
        cluster = steady()
        cluster.bundles["configuration"].write(cluster.minute, believed)
        assert cluster.step() == WriteBundle(place="configuration")
        assert cluster.bundles["configuration"].value == cluster.found().trusted


def test_a_reader_of_another_bundle_is_started_anew() -> None:
    cluster = steady()
    cluster.started.append((cluster.minute, frozenset({"stranger"})))
    assert cluster.step() == StartAnew(reader="scheduler")


def test_a_successor_that_was_never_promoted_and_has_ended_is_replaced() -> None:
    cluster = rotating()
    cluster.step()
    ended = cluster.successor
    cluster.minutes(1)
    cluster.clock += 200 * MINUTE
    assert cluster.step() == MakeSuccessor()
    assert cluster.successor is not None
    assert cluster.successor != ended


def test_authorities_whose_clock_is_ahead_sign_nothing_and_are_waited_for() -> None:
    cluster = steady()
    cluster.clock += timedelta(days=-1)
    cluster.step()
    found = replace(cluster.found(), bundles={}, readers={}, successor=None)
    assert decide(found, LIFETIMES, now=cluster.now) == MakeSuccessor()


def test_who_has_lost_its_authority_in_use_waits_and_issues_nothing() -> None:
    cluster = steady()
    cluster.signing = None
    cluster.step()
    cluster.step()
    cluster.leaves["webhook"].write(cluster.minute, None)
    cluster.work()
    assert Promote() not in cluster.done
    assert cluster.leaves["webhook"].value is None
    assert Retire() not in cluster.done
