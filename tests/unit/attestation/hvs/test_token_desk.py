# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where tokens come from: asked as AAS wants it, and never in vain."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.hvs.token_desk import TokenDesk
from tests.simulators.answers import Answer
from tests.unit.attestation.hvs.builders import MINUTE, NEVER, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def current(world: World) -> str:
    return world.tokens.current(deadline=NEVER)


def test_a_token_is_asked_for_as_aas_wants_it(world: World) -> None:
    current(world)
    (asked,) = world.to_aas.asked
    assert asked.path == "/aas/v1/token"
    assert asked.headers == {"Content-Type": "application/json", "Accept": "application/jwt"}
    assert json.loads(asked.body) == {"username": "bondstone", "password": "s3cret"}


def test_a_refused_password_is_not_tried_again_for_a_quarter_of_an_hour(world: World) -> None:
    world.aas.password = "other"  # noqa: S105
    for _ in range(3):
        with pytest.raises(ServiceUnavailableError, match=r"before 2026-11-24T12:15:00Z or its"):
            current(world)
    assert world.aas.attempts == 1
    world.clock.pass_(15 * MINUTE)
    with pytest.raises(ServiceUnavailableError, match="refuses user and password"):
        current(world)
    assert world.aas.attempts == 2


def test_a_new_password_in_the_files_is_tried_at_once(world: World) -> None:
    world.aas.password = "new"  # noqa: S105
    with pytest.raises(ServiceUnavailableError):
        current(world)
    world.credentials = replace(world.credentials, password="new")  # noqa: S106
    assert current(world)


@pytest.mark.parametrize(("headers", "pause"), [({}, 2 * MINUTE), ({"Retry-After": "60"}, MINUTE)])
def test_nobody_is_asked_during_a_lock_out(
    world: World, headers: dict[str, str], pause: timedelta
) -> None:
    world.to_aas.answers_with(Answer(status=429, headers=headers))
    with pytest.raises(ServiceUnavailableError, match="locked the user out"):
        current(world)
    world.to_aas.answers_with(None)
    world.credentials = replace(world.credentials, password="new")  # noqa: S106
    world.aas.password = "new"  # noqa: S105
    world.clock.pass_(pause - timedelta(seconds=1))
    with pytest.raises(ServiceUnavailableError, match="gave no token"):
        current(world)
    assert len(world.to_aas.asked) == 1
    world.clock.pass_(timedelta(seconds=1))
    assert current(world)


def test_processes_that_locked_the_user_out_together_are_back_soon_after_it_ends(
    world: World,
) -> None:
    now, seconds = world.clock.now, world.clock.seconds
    desks = [
        TokenDesk(world.to_aas, lambda: world.credentials, now=now, clock=seconds) for _ in range(6)
    ]
    world.credentials = replace(world.credentials, password="wrong")  # noqa: S106
    assert [_has_token(each) for each in desks] == [False] * 6
    world.clock.pass_(14 * MINUTE)
    world.credentials = replace(world.credentials, password=world.aas.password)
    assert [_has_token(each) for each in desks] == [False] * 6, "the user is locked out still"
    world.clock.pass_(2 * MINUTE)
    assert [_has_token(each) for each in desks] == [True] * 6
    assert world.aas.attempts == 6 + 6 + 6


def _has_token(desk: TokenDesk) -> bool:
    try:
        return bool(desk.fetch(deadline=NEVER).token)
    except ServiceUnavailableError:
        return False


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b""), Answer(body=b"garbage"), Answer(body=b"\xff"), Answer(status=400),
        Answer(status=302, headers={"Location": "https://evil.example/"}),
        Answer(body=b"a.b.c" * 9),
    ],
)  # fmt: skip
def test_what_is_no_token_is_refused(world: World, answer: Answer) -> None:
    world.to_aas.answers_with(answer)
    with pytest.raises(AnswerError):
        current(world)


def test_an_outage_of_aas_is_no_lock_out(world: World) -> None:
    world.to_aas.answers_with(Answer(status=503))
    with pytest.raises(ServiceUnavailableError):
        current(world)
    world.to_aas.answers_with(None)
    assert current(world)


def test_a_token_that_has_expired_when_it_comes_tells_of_the_clocks(world: World) -> None:
    world.aas.lasts = -MINUTE
    with pytest.raises(AnswerError, match="expired at 2026-11-24T11:59:00Z: compare its clock"):
        current(world)
