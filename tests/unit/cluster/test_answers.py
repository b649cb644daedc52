# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the API server answers, read bounded."""

import io

import pytest
import urllib3

from cluster.answers import parse_answer, read_answer, reason_of, status_error
from cluster.errors import (
    AnswerError,
    ClusterError,
    ConflictError,
    ForbiddenError,
    GoneError,
    NotFoundError,
    RefusedError,
    UnreachableError,
)

PATH = "/api/v1/pods"


def response(
    content: bytes, *, status: int = 200, length: int | None = None
) -> urllib3.HTTPResponse:
    """Return an answer that has not been read yet; a length may be promised and not kept."""
    headers = {"Content-Length": str(len(content) if length is None else length)}
    return urllib3.HTTPResponse(
        io.BytesIO(content), headers=headers, status=status, preload_content=False
    )


def test_a_body_may_fill_its_bound_and_no_more() -> None:
    assert read_answer(response(b"12345"), PATH, 5) == b"12345"
    assert read_answer(response(b""), PATH, 5) == b""
    with pytest.raises(AnswerError, match="/api/v1/pods: the answer exceeds 5 bytes"):
        read_answer(response(b"123456"), PATH, 5)


def test_a_body_that_breaks_off_is_no_answer() -> None:
    with pytest.raises(UnreachableError, match="/api/v1/pods: the answer broke off"):
        read_answer(response(b"{}", length=9), PATH)


def test_an_object_is_parsed() -> None:
    assert parse_answer(b'{"items": []}', PATH) == {"items": []}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "is not an object"),
        (b"null", "is not an object"),
        (b'"text"', "is not an object"),
    ],
    ids=range(7),
)
def test_what_is_no_object_is_an_error(content: bytes, problem: str) -> None:
    with pytest.raises(AnswerError, match=f"/api/v1/pods: the answer {problem}"):
        parse_answer(content, PATH)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, ForbiddenError),
        (403, ForbiddenError),
        (404, NotFoundError),
        (410, GoneError),
        (307, RefusedError),
        (409, ConflictError),
        (429, RefusedError),
        (500, RefusedError),
    ],
)
def test_a_status_becomes_an_error_with_its_message(status: int, kind: type[ClusterError]) -> None:
    error = status_error("GET", PATH, response(b'{"message": "because"}', status=status))
    assert type(error) is kind
    assert str(error) == f"GET /api/v1/pods: {status} because"


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"{}", b"x" * 70_000])
def test_a_status_without_a_message_is_an_error_too(content: bytes) -> None:
    error = status_error("GET", PATH, response(content, status=503))
    assert type(error) is RefusedError
    assert str(error) == "GET /api/v1/pods: 503"


def test_a_long_message_is_cut_and_an_odd_one_is_shown() -> None:
    long = response(b'{"message": "' + b"m" * 900 + b'"}', status=500)
    assert str(status_error("GET", PATH, long)) == "GET /api/v1/pods: 500 " + "m" * 300
    odd = response(b'{"message": {"a": 1}}', status=500)
    assert str(status_error("GET", PATH, odd)) == "GET /api/v1/pods: 500 {'a': 1}"


def test_the_innermost_sentence_is_the_reason() -> None:
    pool = urllib3.HTTPSConnectionPool("127.0.0.1", 1)
    connection = urllib3.connection.HTTPSConnection("127.0.0.1", 1)
    inner = urllib3.exceptions.NewConnectionError(connection, "refused")
    assert reason_of(urllib3.exceptions.MaxRetryError(pool, "/", inner)) == "refused"
    assert reason_of(inner) == "refused"
    assert reason_of(ValueError("plain")) == "plain"
    assert len(reason_of(ValueError("x" * 900))) == 200
