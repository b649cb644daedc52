# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Keylime that is down, slow, broken or lying: nobody becomes trusted by it."""

import json
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from attestation.errors import AnswerError, AttestationError, ServiceUnavailableError
from attestation.keylime.service import Keylime
from attestation.keylime.settings import KeylimeSettings
from tests.integration.attestation.keylime.fleet import BULK, Fleet
from tests.integration.attestation.papers import Papers, soon
from tests.simulators.answers import Answer, Manner
from tests.simulators.https import serving
from tests.simulators.keylime import VerifierSimulator


@pytest.mark.parametrize("manner", [Manner.LATE, Manner.DRIPPING_HEAD, Manner.DRIPPING_BODY])
def test_an_answer_that_is_too_slow_is_none(fleet: Fleet, manner: Manner) -> None:
    fleet.fetch()
    fleet.verifier.lie(BULK, replace(fleet.bulk(), manner=manner))
    with pytest.raises(ServiceUnavailableError, match=fleet.verifier.host):
        fleet.fetch(seconds=0.4)
    assert fleet.trusted() == set(fleet.ids)


@pytest.mark.parametrize(
    "broken",
    [
        lambda good: replace(good, body=good.body[:-20]),
        lambda good: replace(good, body=b"\x00\xffgarbage"),
        lambda good: replace(good, body=b"[]"),
        lambda good: replace(good, body=b'{"code": 200, "status": "Success", "results": []}'),
        lambda good: replace(good, body=good.body[:-1] + b', "code": 200}'),
        lambda good: replace(good, headers={}),
        lambda good: replace(good, headers={"Date": "today"}),
        lambda good: replace(good, manner=Manner.BROKEN_OFF),
        lambda good: replace(good, status=302, headers={"Location": "https://127.0.0.1/"}),
        lambda good: replace(good, status=403),
        lambda good: replace(good, status=500, body=b""),
        lambda good: replace(good, status=503),
    ],
    ids=range(12),
)
def test_an_answer_that_is_broken_is_none(fleet: Fleet, broken: Callable[[Answer], Answer]) -> None:
    fleet.fetch()
    fleet.verifier.lie(BULK, broken(fleet.bulk()))
    with pytest.raises(AttestationError, match=fleet.verifier.host):
        fleet.fetch()
    assert fleet.trusted() == set(fleet.ids)


def test_an_endless_answer_is_bounded(fleet: Fleet, papers: Papers) -> None:
    endpoint = replace(papers.endpoint(fleet.verifier.host), body_limit=100_000)
    registrar = papers.endpoint(fleet.registrar.host)
    settings = KeylimeSettings(name="k", verifier=endpoint, registrar=registrar)
    service = Keylime(settings, now=lambda: datetime.now(UTC))
    fleet.verifier.lie(BULK, Answer(body=b" " * 65536, manner=Manner.ENDLESS))
    with pytest.raises(AnswerError, match="longer than 100000 bytes"):
        service.fetch(deadline=soon())
    service.close()


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_wrong_by_an_hour_makes_nobody_trusted(fleet: Fleet, hours: int) -> None:
    fleet.verifier.skew = timedelta(hours=hours)
    with pytest.raises(AnswerError, match="synchronise the clocks"):
        fleet.fetch()
    with pytest.raises(AnswerError, match="synchronise the clocks"):
        fleet.ask(fleet.ids[0])
    fleet.verifier.skew = timedelta()
    assert fleet.trusted() == set(fleet.ids)


def test_a_difference_of_seconds_is_allowed_for(fleet: Fleet) -> None:
    for seconds in (-4, 4):
        fleet.verifier.skew = timedelta(seconds=seconds)
        report = fleet.reports()[fleet.ids[0]]
        assert report.trusted
        lives = report.expires_at - datetime.now(UTC)
        assert timedelta(seconds=8) < lives <= timedelta(seconds=10)


def test_an_old_answer_that_is_sent_again_is_refused(fleet: Fleet) -> None:
    fleet.fetch()
    fleet.verifier.skew = timedelta(seconds=-8)
    old = fleet.bulk()
    fleet.verifier.skew = timedelta()
    fleet.verifier.lie(BULK, old)
    with pytest.raises(AnswerError, match="an old answer is sent again"):
        fleet.fetch()


def test_a_verifier_under_another_authority_is_not_asked(fleet: Fleet, papers: Papers) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with serving(VerifierSimulator(fleet.verifier.agents), context) as stranger:
        settings = KeylimeSettings(
            name="k",
            verifier=papers.endpoint(stranger.host),
            registrar=papers.endpoint(fleet.registrar.host),
        )
        service = Keylime(settings, now=lambda: datetime.now(UTC))
        with pytest.raises(ServiceUnavailableError, match="certificate verify failed"):
            service.fetch(deadline=soon())
        service.close()
        assert stranger.asked == []


def test_bodies_and_secrets_are_never_told(fleet: Fleet, caplog: pytest.LogCaptureFixture) -> None:
    answer = fleet.fetch()
    assert "c2VjcmV0" not in repr(answer) + caplog.text
    fleet.verifier.lie(BULK, replace(fleet.bulk(), body=fleet.bulk().body[:-1]))
    with pytest.raises(AnswerError) as caught:
        fleet.fetch()
    assert "c2VjcmV0" in json.dumps(json.loads(fleet.bulk().body))
    assert "c2VjcmV0" not in repr(caught.value)
