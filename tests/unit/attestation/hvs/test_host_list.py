# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts read whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from attestation.errors import AnswerError
from attestation.hvs.host_list import read_hosts
from tests.simulators.answers import Answer, Asked
from tests.unit.attestation.hvs.builders import NEVER, NOON, World, host


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.hvs.put(host(1), host(2), host(3))
    return made


def test_hosts_are_read_with_their_states_and_the_clock_of_hvs(world: World) -> None:
    found = read_hosts(world.questions, deadline=NEVER)
    assert {each.state for each in found.by_id.values()} == {"CONNECTED"}
    assert found.answered_at == NOON
    assert world.paths() == ["/hosts?getHostStatus=true"]
    assert [each.id for each in found.of(host(2).hardware_uuid)] == [host(2).host_id]


def test_one_host_is_asked_for_by_its_hardware(world: World) -> None:
    found = read_hosts(world.questions, deadline=NEVER, hardware_uuid=host(2).hardware_uuid)
    assert list(found.by_id) == [host(2).host_id]


def test_a_host_that_is_listed_twice_is_an_error(world: World) -> None:
    def twice(asked: Asked, answer: Answer) -> Answer:
        return replace(
            answer, body=answer.body.replace(host(2).host_id.encode(), host(1).host_id.encode())
        )

    world.hvs.written = twice
    with pytest.raises(AnswerError, match="lists one host twice"):
        read_hosts(world.questions, deadline=NEVER)


def test_an_answer_without_a_date_is_none(world: World) -> None:
    world.hvs.written = lambda _, answer: replace(answer, headers={})
    with pytest.raises(AnswerError, match="does not say when it was given"):
        read_hosts(world.questions, deadline=NEVER)


@pytest.mark.parametrize("body", [b"", b"garbage", b'{"hosts": [', b"[]", b'{"hosts": 1}'])
def test_garbage_is_no_list(world: World, body: bytes) -> None:
    world.hvs.written = lambda _, answer: replace(answer, body=body)
    with pytest.raises(AnswerError):
        read_hosts(world.questions, deadline=NEVER)
