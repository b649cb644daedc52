# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What Keylime wraps its answers in."""

import json

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.http.reply import Reply
from attestation.keylime.envelope import results_of, says_unknown_agent
from tests.unit.attestation.keylime.recorded import FOLDER, recorded


def reply(body: object, status: int = 200) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(source="a.example/v2.6/agents/x", status=status, body=raw)


@pytest.mark.parametrize("name", ["agent-pass", "agents-bulk", "agents-list", "agent-stopped"])
def test_recorded_answers_are_opened(name: str) -> None:
    raw = (FOLDER / f"{name}.json").read_bytes()
    assert results_of(reply(raw)) == recorded(name)["results"]


@pytest.mark.parametrize(
    "body",
    [[], {}, {"code": 500, "results": {}}, {"code": 200, "results": []}, {"code": 200}, b"<html>"],
)
def test_anything_else_is_refused(body: object) -> None:
    with pytest.raises(AnswerError, match=r"the answer of a\.example"):
        results_of(reply(body))


def test_a_server_that_fails_is_unavailable() -> None:
    with pytest.raises(ServiceUnavailableError, match="status 500"):
        results_of(reply(b"", 500))


def test_an_agent_that_is_not_there_is_told_from_a_version_that_is_not() -> None:
    assert says_unknown_agent(reply(recorded("agent-404"), 404))
    assert not says_unknown_agent(reply(b"<html></html>", 404))
    assert not says_unknown_agent(reply(b"[]", 404))
    assert not says_unknown_agent(reply({"code": 405}, 404))
    assert not says_unknown_agent(reply(recorded("agent-404"), 200))
