# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod that needs region=EU runs where a tag record says so that counts, and nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from attestation.tags.keys import parse_signing_key
from attestation.tags.record import Statement, issue_record
from localcluster.images import Pushed
from localcluster.world import OTHER, World
from tests.e2e.binding import bind
from tests.e2e.tags.desk import EK, NODE, OTHER_EK, Runs, TagDesk


def assert_waits(world: World, pod: str, reason: str) -> None:
    """Find the pod unbound, and told why by the hub."""
    world.wait(
        lambda: reason in world.events_of(pod, namespace=OTHER), what=f"the pod is told: {reason}"
    )
    assert world.node_of(pod, namespace=OTHER) == ""


def assert_bound(world: World, pod: str) -> None:
    assert world.wait(lambda: world.node_of(pod, namespace=OTHER), what="it is bound") == NODE


def test_a_record_that_counts_places_the_pod(world: World, desk: TagDesk, runs: Runs) -> None:
    pod = runs()
    assert_waits(world, pod, "region is absent, needed is EU")
    desk.give(desk.issue())
    assert_bound(world, pod)
    assert desk.region() == "EU"


def test_a_record_of_another_region_does_not(world: World, desk: TagDesk, runs: Runs) -> None:
    desk.give(desk.issue(region="US"))
    assert_waits(world, runs(), "region is US, needed is EU")


def test_a_record_that_another_key_signed_does_not_count(
    world: World, desk: TagDesk, runs: Runs
) -> None:
    desk.give(desk.issue(key="other-key"))
    assert_waits(world, runs(), "a tag record is not the tag authority's")


def test_a_record_about_another_ek_does_not_count(world: World, desk: TagDesk, runs: Runs) -> None:
    desk.give(desk.issue(ek=OTHER_EK))
    assert_waits(world, runs(), "is about another machine: its EK hash is not the attested one")


def test_a_record_that_expired_does_not_count(world: World, desk: TagDesk, runs: Runs) -> None:
    desk.give(desk.issue(valid_for="20s"))
    desk.wait_for_region("EU")
    desk.wait_for_region("")
    assert_waits(world, runs(), " expired at ")


def test_a_record_from_the_future_does_not_count(world: World, desk: TagDesk, runs: Runs) -> None:
    key = parse_signing_key((desk.folder / "key.pem").read_bytes())
    statement = Statement(
        ek_hash=EK, tags={"region": "EU"}, issuer="desk", lifetime=timedelta(days=1)
    )
    desk.give(issue_record(statement, key=key, now=datetime.now(UTC) + timedelta(hours=1)))
    assert_waits(world, runs(), "which has not come yet")


def test_a_record_that_was_revoked_counts_no_longer(
    world: World, desk: TagDesk, runs: Runs
) -> None:
    record = desk.issue()
    desk.give(record)
    assert_bound(world, runs())
    desk.revoke(record)
    desk.wait_for_region("")
    assert_waits(world, runs(), " is revoked")


def test_two_records_at_once_do_not_count(world: World, desk: TagDesk, runs: Runs) -> None:
    first, second = desk.issue(), desk.issue()
    desk.give(first, second)
    pod = runs()
    assert_waits(world, pod, "2 tag records would count at once")
    desk.revoke(second)
    assert_bound(world, pod)


def test_without_a_usable_list_of_revocations_no_record_counts(
    world: World, desk: TagDesk, runs: Runs
) -> None:
    desk.give(desk.issue())
    desk.wait_for_region("EU")
    content = desk.revocations.read_bytes()
    desk.revocations.write_text("{}")
    desk.wait_for_region("")
    pod = runs()
    assert_waits(world, pod, "nobody can tell which tag records are revoked")
    for component in ("webhook", "extender", "hub"):  # each reads the file for itself
        shown = partial(world.bondstone.metrics, component)
        unusable = lambda shown=shown: "bondstone_tag_authority_usable 0.0" in shown()  # noqa: E731
        world.wait(unusable, what=f"{component} says that the list is not usable")
    desk.revocations.write_bytes(content)
    assert_bound(world, pod)


def test_nobody_binds_a_pod_to_a_node_whose_record_does_not_count(
    world: World, desk: TagDesk, runs: Runs, guarded: str, plain: Pushed, name: Callable[[], str]
) -> None:
    desk.give(desk.issue(key="other-key"))
    assert_waits(world, runs(), "a tag record is not the tag authority's")
    pod = name()
    desk.run(pod, plain.reference, namespace=guarded)
    assert "a tag record is not the tag authority's" in bind(world.kubectl, pod, NODE)
    assert world.node_of(pod, namespace=guarded) == ""
    world.kubectl("-n", guarded, "delete", "pod", pod, "--force", "--grace-period=0")
