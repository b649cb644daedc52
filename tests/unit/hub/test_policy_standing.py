# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Policies and their pods in one round."""

from contextlib import AbstractContextManager, nullcontext

from prometheus_client import CollectorRegistry

from hub.pod_audit import PodAudit
from hub.policy_standing import PolicyStanding
from hub.policy_writer import PolicyWriter
from hub.waiting_pods import World
from tests.simulators.cluster import SimulatedWriter
from tests.unit.hub.builders import PAYMENTS, Events, stored
from tests.unit.trust.builders import NODE, NOON, REPORT, policy, sources
from tests.unit.trust.test_audit import POD


def counted(name: str) -> AbstractContextManager[None]:
    assert name
    return nullcontext()


def test_a_condition_is_written_at_once_and_the_numbers_when_pods_are_known() -> None:
    writer, events = SimulatedWriter(), Events()
    standing = PolicyStanding(
        PolicyWriter(writer, events, now=lambda: NOON),
        PodAudit(events, CollectorRegistry()),
        scheduler_name="another",
    )
    standing.write([stored()], counted)
    world = World(
        policies=(policy(),),
        namespaces={"payments": PAYMENTS},
        nodes={"m1": NODE},
        sources=sources(REPORT),
        now=NOON,
    )
    standing.look([POD], world, counted)
    standing.write([stored()], counted)
    first, second = (document["status"] for _, document in writer.applied)
    assert "protectedPods" not in first  # type: ignore[operator]
    assert second["protectedPods"] == second["violations"] == 1  # type: ignore[index]
    assert 'its scheduler is "bondstone-scheduler"' in events.messages[0]
