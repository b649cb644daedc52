# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The small server for messages: only known clients, only so much, only so long."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import urllib3

from serving.errors import SettingsError
from tests.integration.serving.receiving import (
    Receiving,
    answering,
    hung_up,
    receiver_of,
    receiving,
    soon,
)

PLACES, LOBBY = 32, 128
ROUND = 40
"""Connections that are made at once: fewer than a server may leave waiting to be accepted."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Receiving]:
    assert soon(lambda: answering() == 0)  # what another test has left
    with receiving(tmp_path) as made:
        yield made


def test_a_message_of_a_known_client_is_taken(served: Receiving) -> None:
    found = served.post(b"{}")
    assert (found.status, found.data) == (202, b"{}")
    assert served.taken == [b"{}"]


def test_a_refusal_says_why(served: Receiving) -> None:
    found = served.post(b"bad")
    assert (found.status, json.loads(found.data)) == (400, {"error": "it is bad"})


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"name": "stranger"}, 403),
        ({"path": "/hints/other"}, 404),
        ({"path": "/hints/keylime/"}, 404),
        ({"method": "GET"}, 501),
        ({"body": b"x" * 1001}, 413),
        ({"headers": {"Transfer-Encoding": "chunked"}}, 411),
        ({"headers": {"Content-Length": "-1"}}, 411),
    ],
)
def test_anything_else_is_not_taken(
    served: Receiving, wrong: dict[str, object], status: int
) -> None:
    assert served.post(**wrong).status == status  # type: ignore[arg-type]
    assert served.taken == []


def test_without_a_certificate_nobody_is_heard(served: Receiving) -> None:
    with pytest.raises(urllib3.exceptions.HTTPError):
        served.post(name="")
    assert served.taken == []


def test_strangers_that_say_nothing_hold_nobody_up(served: Receiving) -> None:
    for wanted in range(ROUND, LOBBY + ROUND, ROUND):
        for _ in range(ROUND):
            served.connect()
        assert soon(lambda wanted=wanted: answering() >= min(wanted, LOBBY))  # type: ignore[misc]
    assert served.post().status == 202
    assert soon(lambda: answering() <= LOBBY)
    assert len(served.taken) == 1


def test_a_known_client_too_many_is_hung_up_on_until_there_is_a_place(
    served: Receiving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "serving.receiver")
    silent = served.greet("verifier", PLACES + 1)
    assert soon(lambda: any(hung_up(each) for each in silent))
    assert sum(hung_up(each) for each in silent) == 1
    with pytest.raises(urllib3.exceptions.HTTPError):
        served.post()
    assert caplog.messages == ["no place for a message"]
    for each in silent:
        each.close()
    assert soon(lambda: answering() == 0)
    assert served.post().status == 202
    assert served.taken == [b"{}"]


def test_clients_that_the_authority_vouches_for_and_nobody_named_take_no_places(
    served: Receiving,
) -> None:
    silent = served.greet("stranger", LOBBY + PLACES + 1)
    assert served.post().status == 202
    assert soon(lambda: answering() <= LOBBY)
    assert any(not hung_up(each) for each in silent)
    assert served.taken == [b"{}"]


def test_a_port_that_is_taken_is_named(served: Receiving) -> None:
    port = served.receiver.port
    second = receiver_of(replace(served.settings, port=port), {})
    with pytest.raises(SettingsError, match=f"port {port} of 127.0.0.1 cannot be used"):
        second.start()
    assert second.port == 0
