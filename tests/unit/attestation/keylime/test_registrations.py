# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whose agents are, remembered."""

import pytest

from attestation.errors import AnswerError
from attestation.keylime.registrations import (
    AGAIN_SECONDS,
    FAILED_SECONDS,
    MOST_AGAIN,
    VALID_SECONDS,
    Registrations,
    problem_of,
)
from tests.simulators.endorsement import endorsement_key

A, B, C = "a" * 64, "b" * 64, "c" * 64


def test_what_fits_is_believed_for_a_time() -> None:
    found = Registrations()
    assert found.problem(A, at=0) is None
    found.note(A, "", at=0)
    assert found.problem(A, at=VALID_SECONDS - 1) == ""
    assert found.problem(A, at=VALID_SECONDS) is None


def test_whom_nobody_knows_comes_first_and_the_oldest_next() -> None:
    found = Registrations()
    found.note(A, "", at=100)
    found.note(B, "", at=0)
    assert found.due([A, B, C], at=1) == [C]
    assert found.due([A, B, C], at=AGAIN_SECONDS + 100) == [C, B, A]


def test_a_key_is_asked_for_every_five_minutes_and_outlasts_half_an_hour_of_silence() -> None:
    found = Registrations()
    found.note(A, "", at=0)
    assert found.due([A], at=299) == []
    assert found.due([A], at=300) == [A]
    assert found.problem(A, at=300 + 1799) == ""
    found.note(A, "another key", at=300)
    assert found.problem(A, at=300) == "another key"


def test_of_a_large_fleet_all_strangers_are_asked_for_and_some_of_the_others() -> None:
    fleet = [f"{number:064}" for number in range(MOST_AGAIN + 50)]
    found = Registrations()
    assert len(found.due(fleet, at=0)) == len(fleet)
    for number, agent_id in enumerate(fleet):
        found.note(agent_id, "", at=number)
    due = found.due([A, *fleet], at=AGAIN_SECONDS + len(fleet))
    assert due == [A, *fleet[:MOST_AGAIN]]


def test_what_does_not_fit_is_looked_at_soon() -> None:
    found = Registrations()
    found.note(A, "another key", at=0)
    assert found.due([A], at=FAILED_SECONDS - 1) == []
    assert found.due([A], at=FAILED_SECONDS) == [A]
    assert found.problem(A, at=FAILED_SECONDS) == "another key"


def test_an_agent_that_was_added_again_is_asked_for_at_once() -> None:
    found = Registrations()
    found.note(A, "", at=0)
    found.forget(A)
    found.forget(B)
    assert found.problem(A, at=0) is None
    assert found.due([A], at=0) == [A]


def test_agents_that_are_gone_are_forgotten() -> None:
    found = Registrations()
    found.note(A, "", at=0)
    found.keep_only([B])
    assert found.problem(A, at=0) is None


def test_a_key_fits_the_id_that_is_its_hash() -> None:
    key, other = endorsement_key(0), endorsement_key(1)
    assert problem_of(key.hash, {"ek_tpm": key.public}) == ""
    assert problem_of(key.hash, {"agent_id": key.hash, "ek_tpm": key.public}) == ""
    assert other.hash in problem_of(key.hash, {"ek_tpm": other.public})


@pytest.mark.parametrize(
    "registration",
    [None, [], {}, {"ek_tpm": None}, {"ek_tpm": "AA=="}, {"agent_id": B, "ek_tpm": ""}],
)
def test_an_answer_without_a_key_of_the_agent_is_none(registration: object) -> None:
    with pytest.raises(AnswerError):
        problem_of(A, registration)
