# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The HTTP client against servers that hang, drip, lie and break off."""

from dataclasses import replace

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.http.client import Client
from tests.integration.attestation.papers import Papers, soon
from tests.simulators.answers import Answer, Manner
from tests.simulators.https import HttpsSimulator

GOOD = Answer(body=b'{"a": [1, 2]}', headers={"Date": "Tue, 24 Nov 2026 20:00:00 GMT"})


def test_an_answer_is_read_with_the_servers_clock(server: HttpsSimulator, client: Client) -> None:
    server.lie("/a?b=c", GOOD)
    reply = client.get("/a?b=c", deadline=soon()).require_ok()
    assert reply.json() == {"a": [1, 2]}
    assert reply.date.isoformat() == "2026-11-24T20:00:00+00:00"
    assert server.asked[0].headers["User-Agent"] == "bondstone"
    assert "Authorization" not in server.asked[0].headers


def test_a_connection_is_kept(server: HttpsSimulator, client: Client) -> None:
    server.lie("/a", GOOD, GOOD, Answer(status=404), GOOD)
    for _ in range(4):
        client.get("/a", deadline=soon())
    assert server.connections == 1


def test_a_body_is_sent(server: HttpsSimulator, client: Client) -> None:
    server.lie("/token", GOOD)
    client.post("/token", b"{}", content_type="application/json", deadline=soon())
    assert server.asked[0].body == b"{}"
    assert server.asked[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("manner", [Manner.LATE, Manner.DRIPPING_HEAD, Manner.DRIPPING_BODY])
def test_an_answer_after_the_deadline_is_none(
    server: HttpsSimulator, client: Client, manner: Manner
) -> None:
    server.lie("/a", replace(GOOD, body=GOOD.body + b" " * 200, manner=manner))
    with pytest.raises(ServiceUnavailableError, match=server.host):
        client.get("/a", deadline=soon(0.4))
    assert server.answered == []


@pytest.mark.parametrize("chunked", [False, True])
def test_an_endless_answer_ends_at_its_limit(
    server: HttpsSimulator, papers: Papers, *, chunked: bool
) -> None:
    headers = {"Transfer-Encoding": "chunked"} if chunked else {}
    body = b"1000\r\n" + b"x" * 0x1000 + b"\r\n"
    server.lie("/a", Answer(body=body, headers=headers, manner=Manner.ENDLESS))
    client = Client(replace(papers.endpoint(server.host), body_limit=1000))
    with pytest.raises(AnswerError, match="longer than 1000 bytes"):
        client.get("/a", deadline=soon())
    client.close()


def test_an_answer_that_breaks_off_is_none(server: HttpsSimulator, client: Client) -> None:
    server.lie("/a", replace(GOOD, manner=Manner.BROKEN_OFF))
    with pytest.raises(ServiceUnavailableError, match="broke off: 6 bytes read, 7 more"):
        client.get("/a", deadline=soon())


def test_a_kept_connection_that_ended_is_made_again_once(
    server: HttpsSimulator, client: Client
) -> None:
    server.lie("/a", Answer(manner=Manner.HUNG_UP), GOOD)
    assert client.get("/a", deadline=soon()).status == 200
    server.lie("/a", Answer(manner=Manner.HUNG_UP), Answer(manner=Manner.HUNG_UP))
    with pytest.raises(ServiceUnavailableError, match=f"{server.host} cannot be reached"):
        client.get("/a", deadline=soon())


def test_a_redirect_is_not_followed(server: HttpsSimulator, client: Client) -> None:
    server.lie("/a", Answer(status=302, headers={"Location": f"https://{server.host}/b"}))
    with pytest.raises(AnswerError, match=f"{server.host}/a answers with status 302"):
        client.get("/a", deadline=soon()).require_ok()
    assert [each.path for each in server.asked] == ["/a"]


def test_a_compressed_answer_is_refused(server: HttpsSimulator, client: Client) -> None:
    server.lie("/a", replace(GOOD, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(AnswerError, match="is compressed"):
        client.get("/a", deadline=soon())


def test_a_deadline_that_has_passed_asks_nobody(server: HttpsSimulator, client: Client) -> None:
    with pytest.raises(ServiceUnavailableError, match="no time was left"):
        client.get("/a", deadline=soon(-1))
    assert server.asked == []


def test_a_server_that_is_down_is_named(server: HttpsSimulator, client: Client) -> None:
    server.server_close()
    with pytest.raises(ServiceUnavailableError, match=f"{server.host} cannot be reached"):
        client.get("/a", deadline=soon())
