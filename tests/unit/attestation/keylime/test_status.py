# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The status of one agent, read."""

from datetime import timedelta

import pytest

from attestation.errors import AnswerError
from attestation.keylime.clock import Clock
from attestation.keylime.status import parse_status
from tests.unit.attestation.keylime.recorded import EK, PASSED_AT, agent, recorded
from tests.unit.trust.builders import NOON


def test_what_decides_is_read() -> None:
    found = parse_status(EK, agent())
    assert (found.agent_id, found.state, found.outcome, found.count) == (EK, 3, "PASS", 2)
    assert (found.received, found.succeeded) == (PASSED_AT, PASSED_AT)
    assert (found.severity, found.event, found.period) == (None, "", timedelta(seconds=2))
    assert found.pcrs == {15}


def test_the_secret_is_dropped() -> None:
    assert "hush" not in repr(parse_status(EK, agent(v="hush")))


def test_all_agents_of_a_recorded_list_are_read() -> None:
    for agent_id, value in recorded("agents-bulk")["results"].items():
        assert parse_status(agent_id, value).state == 3


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (None, "has no operational_state"),
        ([], "has no operational_state"),
        ({}, "has no operational_state"),
        (agent(operational_state="3"), "operational_state is not a whole number"),
        (agent(operational_state=True), "operational_state is not a whole number"),
        (agent(attestation_count=1.5), "attestation_count is not a whole number"),
        (agent(last_received_quote=-1), "last_received_quote is not a whole number"),
        (agent(last_successful_attestation=10**30), "is not a whole number"),
        (agent(last_received_quote=10**12), "last_received_quote is not a whole number"),
        (agent(severity_level="6"), "severity_level is not a whole number"),
        (agent(attestation_status=3), "attestation_status is not a text"),
        (agent(last_event_id={}), "last_event_id is not a text"),
        (agent(attestation_period=2), "attestation_period is not a text"),
    ],
)
def test_what_is_of_another_type_is_refused(value: object, problem: str) -> None:
    with pytest.raises(AnswerError, match=f"agent {EK}: .*{problem}"):
        parse_status(EK, value)


def test_an_event_is_made_fit_for_people() -> None:
    found = parse_status(EK, agent(last_event_id="a\x1b[31m" + "b" * 500))
    assert found.event.isprintable()
    assert len(found.event) < 200


@pytest.mark.parametrize(
    ("metadata", "node"),
    [
        ('{"node": "worker-1", "region": "EU"}', "worker-1"),
        ('{"node": "Worker 1"}', ""),
        ('{"node": 1}', ""),
        ('["node"]', ""),
        ("{}", ""),
        ("worker-1", ""),
        ("[" * 1_999, ""),
        ('{"node": "worker-1"' + " " * 2_000 + "}", ""),
        (None, ""),
        ({"node": "worker-1"}, ""),
    ],
)
def test_the_name_of_a_node_is_read_where_it_is_one(metadata: object, node: str) -> None:
    assert parse_status(EK, agent(meta_data=metadata)).node == node


def test_the_latest_instant_that_is_read_is_one() -> None:
    latest = 2**37 - 1
    status = parse_status(EK, agent(last_received_quote=latest))
    assert Clock(timedelta(seconds=-5)).ours(status.received) > NOON
