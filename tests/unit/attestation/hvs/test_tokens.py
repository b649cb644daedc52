# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens: kept, renewed in time, and never asked for in vain."""

from base64 import b64encode
from pathlib import Path

import pytest

from attestation.errors import AnswerError, AttestationError, ServiceUnavailableError
from tests.simulators.answers import Answer, Asked, Manner
from tests.unit.attestation.hvs.builders import MINUTE, NEVER, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def current(world: World) -> str:
    return world.tokens.current(deadline=NEVER)


def test_a_token_is_kept_and_renewed_before_it_expires(world: World) -> None:
    first = current(world)
    world.clock.pass_(95 * MINUTE)
    assert current(world) == first
    world.clock.pass_(2 * MINUTE)
    assert current(world) != first
    assert world.aas.attempts == 2


def test_a_token_that_cannot_be_renewed_is_used_while_it_is_good(world: World) -> None:
    first = current(world)
    world.clock.pass_(100 * MINUTE)
    world.to_aas.answers_with(Answer(manner=Manner.HUNG_UP))
    assert current(world) == first
    assert current(world) == first
    assert len(world.to_aas.asked) == 2  # and AAS is left in peace for a while
    world.clock.pass_(21 * MINUTE)
    with pytest.raises(ServiceUnavailableError, match="silent"):
        current(world)


def test_a_refused_token_is_replaced_once_for_all_who_had_it(world: World) -> None:
    first = current(world)
    second = world.tokens.instead_of(first, deadline=NEVER)
    assert second != first
    assert world.tokens.instead_of(first, deadline=NEVER) == second
    assert world.aas.attempts == 2


def test_tokens_that_hvs_refuses_anyhow_are_not_asked_for_at_every_poll(world: World) -> None:
    token = current(world)
    world.tokens.in_vain()
    with pytest.raises(AnswerError, match="refuses what AAS"):
        world.tokens.instead_of(token, deadline=NEVER)
    world.clock.pass_(MINUTE)
    assert world.tokens.instead_of(token, deadline=NEVER) != token


def test_nobody_waits_for_another_one_beyond_the_deadline(world: World) -> None:
    caught: list[AttestationError] = []

    def ask_meanwhile(_: Asked) -> None:
        with pytest.raises(ServiceUnavailableError, match="gave no token in time") as info:
            world.tokens.current(deadline=world.clock.seconds())
        caught.append(info.value)

    world.to_aas.before = ask_meanwhile
    current(world)
    assert len(caught) == 1


def test_no_error_and_no_log_shows_a_secret(world: World, caplog: pytest.LogCaptureFixture) -> None:
    token = current(world)
    world.clock.pass_(100 * MINUTE)
    world.aas.password = "other"  # noqa: S105
    assert current(world) == token
    world.clock.pass_(30 * MINUTE)
    with pytest.raises(ServiceUnavailableError) as caught:
        current(world)
    told = caplog.text + str([vars(record) for record in caplog.records]) + str(caught.value)
    basic = b64encode(b"bondstone:s3cret").decode()
    assert not [secret for secret in ("s3cret", token, basic) if secret in told]
