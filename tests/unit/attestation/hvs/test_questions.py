# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Questions to HVS: the right Accept, the token, and one more try with a new one."""

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.http.reply import Reply
from attestation.hvs.questions import JSON, SAML
from tests.simulators.answers import Answer
from tests.unit.attestation.hvs.builders import NEVER, NOON, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def ask(world: World, path: str = "/hosts", accept: str = JSON, **query: str) -> Reply:
    return world.questions.ask(path, query, accept=accept, deadline=NEVER)


def test_a_question_shows_its_token_and_asks_for_one_type(world: World) -> None:
    assert ask(world, getHostStatus="true").status == 200
    (asked,) = world.to_hvs.asked
    assert asked.path == "/hvs/v2/hosts?getHostStatus=true"
    token = world.tokens.current(deadline=NEVER)
    assert asked.headers == {"Accept": "application/json", "Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("accept", [JSON, SAML])
def test_reports_come_in_both_types(world: World, accept: str) -> None:
    assert ask(world, "/reports", accept).headers["content-type"] == accept


def test_values_are_written_as_a_query(world: World) -> None:
    ask(world, "/reports", fromDate="2026-11-24T12:00:00Z")
    assert world.paths() == ["/reports?fromDate=2026-11-24T12%3A00%3A00Z"]


def test_a_token_that_hvs_refuses_is_replaced_once(world: World) -> None:
    ask(world)
    world.aas.revoke()
    assert ask(world).status == 200
    assert world.aas.attempts == 2
    assert len(world.to_hvs.asked) == 3


def test_a_user_without_the_permissions_is_told_which_are_needed(world: World) -> None:
    world.to_hvs.answers_with(Answer(status=401))
    with pytest.raises(AnswerError, match="needs the permissions reports:search and hosts:search"):
        ask(world)
    assert len(world.to_hvs.asked) == world.aas.attempts == 2
    with pytest.raises(AnswerError, match="refuses what AAS"):
        ask(world)
    assert world.aas.attempts == 2


@pytest.mark.parametrize("status", [301, 302, 400, 403, 404, 415])
def test_other_answers_are_none(world: World, status: int) -> None:
    world.to_hvs.answers_with(Answer(status=status, headers={"Location": "https://evil.example"}))
    with pytest.raises(
        AnswerError, match=f"hvs.example:8443/hvs/v2/hosts answers with status {status}"
    ):
        ask(world)


def test_a_release_that_does_not_know_the_question_is_told_which_one_does(world: World) -> None:
    world.to_hvs.answers_with(Answer(status=400))
    with pytest.raises(AnswerError, match=r"getConnectionStatus .* use release 4\.0 of ISecL"):
        ask(world)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_an_outage(world: World, status: int) -> None:
    world.to_hvs.answers_with(Answer(status=status))
    with pytest.raises(ServiceUnavailableError):
        ask(world)


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_answer_from_another_time_is_none(world: World, hours: int) -> None:
    world.hvs.written = lambda _, answer: replace(
        answer,
        headers={"Date": format_datetime(NOON + hours * timedelta(hours=1), usegmt=True)},
    )
    with pytest.raises(AnswerError, match="synchronise the clocks"):
        ask(world)


def test_the_password_goes_to_aas_and_the_token_to_hvs_alone(world: World) -> None:
    ask(world)
    to_hvs = str([(asked.headers, asked.body) for asked in world.to_hvs.asked])
    to_aas = str([(asked.headers, asked.body) for asked in world.to_aas.asked])
    assert "s3cret" not in to_hvs
    assert "Authorization" not in to_aas
