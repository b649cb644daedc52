# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hints: trust is lost at once, and never won."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from prometheus_client import CollectorRegistry

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.keepers import Keepers
from attestation.pace import Pace
from hub.hint_gate import BURST, NODE_BURST
from hub.hints import Hints
from hub.suspicion_writer import SuspicionWriter
from tests.simulators.cluster import SimulatedWriter
from tests.unit.attestation.keylime.hints import body, message
from tests.unit.hub.hinted import IDENTITY, PASSED, Inventory, Keeper, Service, World, clock
from tests.unit.trust.builders import NOON


@pytest.fixture
def world() -> Iterator[World]:
    service, writer, metrics = Service(), SimulatedWriter(), CollectorRegistry()
    pace = Pace(period=timedelta(hours=1), max_staleness=timedelta(hours=3))
    keeper = Keeper(service, pace=pace, now=clock)
    keepers = Keepers([keeper])
    made = World(service, keeper, writer, None, metrics, Inventory())  # type: ignore[arg-type]
    made.hints = Hints(
        keepers=keepers,
        inventory=made.inventory,
        writer=SuspicionWriter(writer),
        key=made.current_key,
        now=clock,
        metrics=metrics,
    )
    keeper.ask(IDENTITY, deadline=float("inf"))
    service.asked.clear()
    yield made
    made.hints.stop()
    keepers.stop()


def test_a_hint_makes_the_node_suspect_before_it_is_answered(world: World) -> None:
    assert world.hints.take(body(message())) == (202, "")
    suspicion = world.keeper.snapshot().suspicions[IDENTITY]
    assert (suspicion.source, suspicion.since) == ("keylime-eu", NOON)
    assert "failed its attestation" in suspicion.why


def test_a_hint_is_told_to_everybody_and_asked_about(world: World) -> None:
    world.hints.start()
    assert world.hints.problem() is None
    world.hints.take(body(message()))
    assert world.service.asked.wait(10)
    ((path, document),) = world.writer.applied
    assert path.endswith("/nodeidentities/n1/status")
    assert "suspicions" in str(document["status"])


def test_old_evidence_does_not_clear_a_hint_and_no_hint_raises_trust(world: World) -> None:
    world.hints.start()
    world.hints.take(body(message()))
    assert world.service.asked.wait(10)
    world.hints.stop()
    snapshot = world.keeper.snapshot()
    assert IDENTITY in snapshot.suspicions
    assert snapshot.reports[IDENTITY] == PASSED


def test_a_hint_that_is_sent_again_or_too_often_is_not_followed(world: World) -> None:
    for _ in range(3):
        assert world.hints.take(body(message())) == (202, "")
    for number in range(NODE_BURST):
        assert world.hints.take(body(message(event_id=f"other {number}"))) == (202, "")
    counts = [world.counted(each) for each in ("taken", "repeated", "too-soon")]
    assert counts == [NODE_BURST, 2, 1]


@pytest.mark.parametrize(("agent_id", "polls"), [(IDENTITY.value, 1), ("f" * 64, 0)])
def test_a_hint_that_comes_too_soon_is_a_poll_unless_it_is_about_nobodys_node(
    world: World, agent_id: str, polls: int
) -> None:
    hints = [body(message(agent_id=agent_id, event_id=f"{n}")) for n in range(NODE_BURST + 1)]
    for each in hints[:-1]:
        world.hints.take(each)
    before = world.keeper.wanted
    assert world.hints.take(hints[-1]) == (202, "")
    assert world.counted("too-soon") == 1
    assert world.keeper.wanted - before == polls


def test_a_flood_is_answered_by_one_poll(world: World) -> None:
    flood = [body(message(agent_id=f"{number:064x}")) for number in range(2 * int(BURST))]
    refused = [problem for status, problem in map(world.hints.take, flood) if status == 429]
    assert "too many hints" in refused[0]
    assert world.counted("taken") + len(refused) == len(flood)


def test_a_hint_about_a_stranger_suspects_nobody(world: World) -> None:
    assert world.hints.take(body(message(agent_id="f" * 64))) == (202, "")
    assert world.keeper.snapshot().suspicions == {}


def test_a_hint_before_the_inventory_is_known_is_followed_when_it_is_sent_again(
    world: World,
) -> None:
    world.inventory.listed = world.inventory.synced = False
    status, problem = world.hints.take(body(message()))
    assert (status, "not known yet; send the hint again" in problem) == (503, True)
    assert world.counted("too-early") == 1
    world.inventory.listed = world.inventory.synced = True
    assert world.hints.take(body(message())) == (202, "")
    assert IDENTITY in world.keeper.snapshot().suspicions


def test_a_hint_about_a_known_node_counts_also_while_the_api_server_is_away(world: World) -> None:
    world.inventory.synced = False
    assert world.hints.take(body(message())) == (202, "")
    assert IDENTITY in world.keeper.snapshot().suspicions


def test_a_hint_counts_also_while_the_hub_itself_has_no_report_of_the_node(world: World) -> None:
    world.service.gone = True
    world.keeper.ask(IDENTITY, deadline=float("inf"))
    assert IDENTITY not in world.keeper.snapshot().reports
    world.hints.take(body(message()))
    assert IDENTITY in world.keeper.snapshot().suspicions


def test_what_is_no_hint_is_refused_with_the_reason(world: World) -> None:
    status, problem = world.hints.take(b"{}")
    assert (status, problem) == (
        400,
        "the hint is refused: it is not an object of msg and signature",
    )
    world.key = rsa.generate_private_key(65537, 2048).public_key()
    assert world.hints.take(body(message()))[0] == 400
    world.key = AnswerError("hints.pem cannot be read: No such file or directory")
    assert world.hints.take(body(message()))[0] == 400
    assert world.keeper.snapshot().suspicions == {}
    assert world.counted("refused") == 3


def test_neither_an_api_server_nor_a_service_that_is_away_keeps_the_node_trusted(
    world: World,
) -> None:
    world.writer.refused = "n1"
    world.service.failure = ServiceUnavailableError("keylime is away")
    world.hints.start()
    world.hints.take(body(message()))
    assert world.service.asked.wait(10)
    world.hints.stop()
    assert IDENTITY in world.keeper.snapshot().suspicions
    assert world.hints.problem() == "the thread that follows hints is gone"
    assert not world.hints.alive()
