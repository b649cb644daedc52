# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One node that Keylime and HVS attest, under policies that want both of them to vouch, or one."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from attestation.live_question import SHARED_SECONDS
from localcluster.waiting import wait_for
from tests.e2e.faults.bindings import bind, bindings_of
from tests.e2e.faults.world import BOTH, FaultWorld
from tests.simulators.answers import Answer, Asked, Manner

SERVICES = ("hvs", "keylime")
FLEET = "both"


@pytest.fixture(scope="module")
def by_sources(faults: FaultWorld) -> dict[tuple[str, ...], FaultWorld]:
    """Return a namespace for each choice of sources that a policy may name."""
    choices = [(), SERVICES, *((name,) for name in SERVICES)]
    worlds = {each: replace(faults, namespace="-".join(("of", *each))) for each in choices}
    for sources, world in worlds.items():
        world.protect(*sources)
    for world in worlds.values():
        world.wait_protected()
    return worlds


@pytest.fixture(autouse=True)
def _pods_go(by_sources: dict[tuple[str, ...], FaultWorld]) -> Iterator[None]:
    yield
    for world in by_sources.values():
        world.delete_pods()


def wait_until_over(world: FaultWorld) -> None:
    """Wait until a fault is over for Bindings too: trust wants evidence from after it."""
    vouched = lambda: not refusal(world)  # noqa: E731
    wait_for(vouched, what="both services vouch for the node again")


@pytest.fixture(params=SERVICES)
def failing(
    faults: FaultWorld,
    by_sources: dict[tuple[str, ...], FaultWorld],
    request: pytest.FixtureRequest,
) -> Iterator[str]:
    """Let one of both refuse the node."""
    service = faults.services[request.param]
    service.fail(BOTH)
    time.sleep(2 * SHARED_SECONDS)
    yield request.param
    service.enrol()
    wait_until_over(by_sources[SERVICES])


@pytest.fixture(params=SERVICES)
def silent(
    faults: FaultWorld,
    by_sources: dict[tuple[str, ...], FaultWorld],
    request: pytest.FixtureRequest,
) -> Iterator[str]:
    """Let one of both hang when it is asked about the node alone."""
    service = faults.services[request.param]
    (mark,) = service.identity(BOTH).values()

    def answer(asked: Asked, truth: Answer) -> Answer:
        return replace(truth, manner=Manner.LATE) if mark in asked.path else truth

    service.distort(answer)
    time.sleep(2 * SHARED_SECONDS)
    yield request.param
    service.distort(None)
    wait_until_over(by_sources[SERVICES])


def other_than(name: str) -> str:
    """Return the other one of both."""
    (other,) = set(SERVICES) - {name}
    return other


def refusal(world: FaultWorld) -> str:
    """Bind a pod to the node, as a scheduler would, and return why not, empty where it is bound."""
    pod = world.create(FLEET, nodeSelector={"nobody-has": "this-label"})
    said = bind(world, pod, BOTH)
    return "" if world.node_of(pod) == BOTH else said


@pytest.mark.parametrize("sources", [(), SERVICES, *((name,) for name in SERVICES)])
def test_a_pod_is_bound_when_those_vouch_that_its_policy_wants(
    by_sources: dict[tuple[str, ...], FaultWorld], sources: tuple[str, ...]
) -> None:
    world = by_sources[sources]
    pod = world.create(FLEET)
    assert world.wait_bound(pod) == {BOTH}
    *_, last = bindings_of(world, pod)
    assert last["live"] == dict.fromkeys(sources or SERVICES, "trusted")


@pytest.mark.parametrize("sources", [(), SERVICES])
def test_one_that_fails_the_node_is_named_and_the_other_one_helps_nobody(
    by_sources: dict[tuple[str, ...], FaultWorld], sources: tuple[str, ...], failing: str
) -> None:
    said = refusal(by_sources[sources])
    assert "denied the request" in said
    assert f'source "{failing}"' in said
    assert f'source "{other_than(failing)}"' not in said
    scheduled = by_sources[sources].create(FLEET)
    time.sleep(2)
    assert by_sources[sources].node_of(scheduled) == ""


@pytest.mark.parametrize("sources", [(), SERVICES])
def test_one_that_says_nothing_makes_it_unknown_and_is_named(
    by_sources: dict[tuple[str, ...], FaultWorld], sources: tuple[str, ...], silent: str
) -> None:
    said = refusal(by_sources[sources])
    assert "could not be evaluated" in said
    assert f'source "{silent}" did not say within 1s' in said
    assert f'source "{other_than(silent)}"' not in said


def test_a_policy_that_names_one_binds_whatever_the_other_one_says(
    by_sources: dict[tuple[str, ...], FaultWorld], failing: str
) -> None:
    assert refusal(by_sources[(other_than(failing),)]) == ""
    assert f'source "{failing}"' in refusal(by_sources[(failing,)])


def test_a_policy_that_names_one_binds_whatever_the_other_one_leaves_unsaid(
    by_sources: dict[tuple[str, ...], FaultWorld], silent: str
) -> None:
    assert refusal(by_sources[(other_than(silent),)]) == ""
    assert f'source "{silent}"' in refusal(by_sources[(silent,)])
