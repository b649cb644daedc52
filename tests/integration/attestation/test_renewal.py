# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Client certificates for a verification service are renewed while it is asked: nobody notices."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from attestation.http.client import Client
from attestation.http.endpoint import Endpoint
from tests.integration.attestation.papers import Papers, soon
from tests.integration.mounted import Mounted, pair
from tests.simulators.answers import Answer, Asked
from tests.simulators.https import HttpsSimulator, serving

_ASKING = 8
_RENEWALS = 40


class Truthful(HttpsSimulator):
    """Answers every question."""

    def reply(self, asked: Asked) -> Answer:
        """Say little."""
        del asked
        return Answer(body=b"{}")


@pytest.fixture
def truthful(papers: Papers) -> Iterator[HttpsSimulator]:
    with serving(Truthful(), papers.server_context("127.0.0.1")) as started:
        yield started


@pytest.fixture
def mounted(papers: Papers, tmp_path: Path) -> Mounted:
    return Mounted(tmp_path, files(papers))


def files(papers: Papers) -> dict[str, bytes]:
    """Return a new certificate of ours."""
    return pair(papers.ca.issue_cert(common_name="poller"), papers.ca)


def endpoint(mounted: Mounted, host: str) -> Endpoint:
    """Return how to ask a server with what is mounted."""
    folder = mounted.folder
    return Endpoint(
        url=f"https://{host}",
        ca_file=folder / "ca.crt",
        client_cert=folder / "tls.crt",
        client_key=folder / "tls.key",
    )


def test_no_question_of_many_fails_while_certificates_are_renewed(
    truthful: HttpsSimulator, papers: Papers, mounted: Mounted
) -> None:
    client, stopped = Client(endpoint(mounted, truthful.host)), threading.Event()

    def ask() -> int:
        asked = 0
        while not stopped.is_set():
            assert client.get("/a", deadline=soon(30)).status == 200
            asked += 1
        return asked

    with ThreadPoolExecutor(_ASKING) as pool:
        asking = [pool.submit(ask) for _ in range(_ASKING)]
        try:
            for number in range(_RENEWALS):
                seen = len(truthful.asked)
                while len(truthful.asked) < seen + _ASKING:
                    stopped.wait(0.001)
                    assert not any(each.done() for each in asking), f"renewal {number}"
                mounted.exchange(files(papers))
        finally:
            stopped.set()
        assert sum(each.result() for each in asking) >= _RENEWALS * _ASKING
    client.close()
    assert truthful.connections >= _RENEWALS


class Meanwhile(Mapping[str, str]):
    """Headers; while they are looked at for the first time, something else happens."""

    def __init__(self, happens: Callable[[], None]) -> None:
        self._happens = [happens]

    def __iter__(self) -> Iterator[str]:
        while self._happens:
            self._happens.pop()()
        return iter(("X",))

    def __getitem__(self, key: str) -> str:
        return key

    def __len__(self) -> int:
        return 1


def test_connections_that_another_thread_closes_are_opened_anew(
    truthful: HttpsSimulator, papers: Papers, mounted: Mounted
) -> None:
    """Whoever notices a renewal first closes what another one was about to use."""
    client = Client(endpoint(mounted, truthful.host))
    assert client.get("/a", deadline=soon()).status == 200

    def other() -> None:
        mounted.exchange(files(papers))
        assert client.get("/other", deadline=soon()).status == 200

    assert client.get("/a", deadline=soon(), headers=Meanwhile(other)).status == 200
    client.close()


def test_a_certificate_and_a_key_of_two_renewals_are_read_once_more(
    truthful: HttpsSimulator, papers: Papers, tmp_path: Path
) -> None:
    """The files are exchanged after the one was read, and before the other is."""
    old_cert, _ = papers.issue("between")
    old = old_cert.read_bytes()
    slow, key = tmp_path / "tls.crt", papers.folder / "between.key"
    os.mkfifo(slow)
    client = Client(replace(papers.endpoint(truthful.host), client_cert=slow, client_key=key))

    def exchange() -> None:
        with slow.open("wb") as pipe:  # from here on somebody reads the certificate
            new_cert, _ = papers.issue("between")
            new_cert.rename(slow)
            pipe.write(old)

    thread = threading.Thread(target=exchange, daemon=True)
    thread.start()
    assert client.get("/a", deadline=soon()).status == 200
    thread.join(timeout=10)
    client.close()
