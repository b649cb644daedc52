# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HVS that is down, slow, broken or behind: nobody is trusted by it beyond the bound.

After each fault, those who should be trusted are.
"""

import ssl
from collections.abc import Callable
from dataclasses import replace

import pytest
import trustme

from attestation.errors import AttestationError
from attestation.http.endpoint import Endpoint
from attestation.hvs.opening import open_hvs
from tests.integration.attestation.hvs.site import BOUND, Site
from tests.integration.attestation.papers import Papers, soon
from tests.simulators.answers import Answer, Asked, Manner
from tests.simulators.https import serving
from tests.simulators.hvs.served import Served

ALL = {1, 2, 3}
Spoilt = Callable[[Asked, Answer], Answer]


def everything(change: Callable[[Answer], Answer]) -> Spoilt:
    return lambda _, answer: change(answer)


def reports_only(change: Callable[[Answer], Answer]) -> Spoilt:
    return lambda asked, answer: change(answer) if "/reports" in asked.path else answer


def in_manner(manner: Manner) -> Spoilt:
    return everything(lambda answer: replace(answer, manner=manner))


SILENT: dict[str, Spoilt] = {
    "hangs up": in_manner(Manner.HUNG_UP),
    "hangs": in_manner(Manner.LATE),
    "drips its head": in_manner(Manner.DRIPPING_HEAD),
    "drips its body": in_manner(Manner.DRIPPING_BODY),
    "breaks off": in_manner(Manner.BROKEN_OFF),
    "sends a gibibyte": everything(
        lambda answer: replace(answer, body=b" " * 65536, manner=Manner.ENDLESS)
    ),
    "answers 500": everything(lambda answer: replace(answer, status=500)),
    "answers 503": everything(lambda answer: replace(answer, status=503)),
    "answers 401": everything(lambda answer: replace(answer, status=401)),
    "answers 403": everything(lambda answer: replace(answer, status=403)),
    "redirects": everything(
        lambda answer: replace(answer, status=302, headers={"Location": "https://127.0.0.1/"})
    ),
    "answers garbage": everything(lambda answer: replace(answer, body=b"\x00\xffgarbage")),
    "answers nothing": everything(lambda answer: replace(answer, body=b"")),
    "truncates its JSON": everything(lambda answer: replace(answer, body=answer.body[:-5])),
    "says a key twice": everything(
        lambda answer: replace(answer, body=b'{"hosts": [], ' + answer.body[1:])
    ),
    "does not say when": everything(lambda answer: replace(answer, headers={})),
    "gives the wrong list": reports_only(lambda answer: replace(answer, body=b'{"hosts": []}')),
}


@pytest.mark.parametrize("fault", SILENT)
def test_an_hvs_without_a_usable_answer_is_believed_until_the_bound(site: Site, fault: str) -> None:
    site.hvs_server.spoilt = SILENT[fault]
    assert site.poll(seconds=0.5)
    assert site.vouched() == ALL
    assert site.vouched(after=BOUND) == set()
    site.hvs_server.spoilt = lambda _, answer: answer
    assert site.poll() == ""
    assert site.vouched() == ALL


@pytest.mark.parametrize("fault", SILENT)
def test_a_live_question_without_a_usable_answer_vouches_for_nobody(site: Site, fault: str) -> None:
    site.hvs_server.spoilt = SILENT[fault]
    with pytest.raises(AttestationError):
        site.ask(seconds=0.5)


def test_an_hvs_that_is_down_is_believed_until_the_bound(site: Site) -> None:
    site.hvs_server.shutdown()
    site.hvs_server.socket.close()
    site.hvs_server.hang_up()
    assert "cannot be reached" in site.poll()
    assert site.vouched(after=BOUND) == set()


def test_an_hvs_under_another_authority_is_not_asked(site: Site, papers: Papers) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with serving(Served(site.hvs), context) as stranger:
        endpoint = Endpoint(url=f"https://{stranger.host}/hvs/v2", ca_file=papers.ca_file)
        service = open_hvs(replace(site.settings, hvs=endpoint), now=site.clocks.ours)
        with pytest.raises(AttestationError, match="certificate verify failed"):
            service.fetch(deadline=soon())
        service.close()
        assert stranger.asked == []
