# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Answers of verification services."""

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.http.reply import MOST_VALUES, Reply

SOURCE = "a.example/v2/agents"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_a_server_that_cannot_answer_now_is_unavailable(status: int) -> None:
    with pytest.raises(ServiceUnavailableError, match=f"{SOURCE} answers with status {status}"):
        Reply(source=SOURCE, status=status).require_ok()


@pytest.mark.parametrize("status", [204, 301, 400, 401, 403, 404])
def test_any_other_status_is_no_answer_either(status: int) -> None:
    with pytest.raises(AnswerError, match=f"{SOURCE} answers with status {status}"):
        Reply(source=SOURCE, status=status).require_ok()


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"a": 1, "a": 2}', b'{"v": NaN}', b"\xff", b"[" * 200, b'"\\ud800"']
)
def test_what_is_not_strict_json_is_refused_and_not_shown(body: bytes) -> None:
    with pytest.raises(AnswerError, match=f"the answer of {SOURCE} is n") as caught:
        Reply(source=SOURCE, status=200, body=body).json()
    assert '"a"' not in str(caught.value)


def test_objects_are_counted() -> None:
    reply = Reply(source=SOURCE, status=200, body=b"[" + b"[],[]," * 100 + b"[]]")
    with pytest.raises(AnswerError, match="more than 150 objects"):
        reply.json(most_objects=150)
    assert len(reply.json(most_objects=500)) == 201  # type: ignore[arg-type]


def test_a_body_is_not_in_the_text_of_a_reply() -> None:
    assert "hush" not in repr(Reply(source=SOURCE, status=200, body=b"hush"))


@pytest.mark.parametrize(
    "date",
    [
        "",
        "now",
        "Tue, 24 Nov 2026 20:00:00 +0000",
        "Tue, 24 Nov 2026 20:00:00 GMT, Tue, 24 Nov 2026 20:00:00 GMT",
        "Tue, 99 Nov 2026 20:00:00 GMT",
        "Tue, 24 Abc 2026 20:00:00 GMT",
    ],
)
def test_a_clock_that_cannot_be_read_is_none(date: str) -> None:
    reply = Reply(source=SOURCE, status=200, headers={"date": date})
    with pytest.raises(AnswerError, match=f"{SOURCE} does not say when it was given"):
        _ = reply.date


def test_an_answer_of_millions_of_numbers_is_refused_before_it_is_parsed() -> None:
    body = b"[" + b"1," * (MOST_VALUES + 1) + b"1]"
    with pytest.raises(AnswerError, match="values"):
        Reply(source="verifier", status=200, body=body).json()
