# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Both sides of TLS verified, by files that are read again when they change, and nothing else."""

import os
import ssl
from dataclasses import replace

import pytest
import trustme

from attestation.errors import ServiceUnavailableError
from attestation.http.client import Client
from tests.integration.attestation.papers import Papers, soon
from tests.simulators.answers import Answer
from tests.simulators.https import HttpsSimulator, serving

GOOD = Answer(body=b"{}")


@pytest.mark.parametrize("wrong", ["authority", "name", "version"])
def test_a_server_that_cannot_be_verified_is_not_asked(papers: Papers, wrong: str) -> None:
    context = papers.server_context("other.example" if wrong == "name" else "127.0.0.1")
    if wrong == "authority":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    if wrong == "version":
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        with pytest.deprecated_call():
            context.maximum_version = ssl.TLSVersion.TLSv1_1
    with serving(HttpsSimulator(), context) as server:
        client = Client(papers.endpoint(server.host))
        with pytest.raises(ServiceUnavailableError, match=f"TLS to {server.host} failed"):
            client.get("/a", deadline=soon())
        client.close()
        assert server.asked == []


def test_a_certificate_for_another_name_is_taken_where_that_name_is_expected(
    papers: Papers,
) -> None:
    with serving(HttpsSimulator(), papers.server_context("verifier.example")) as server:
        client = Client(replace(papers.endpoint(server.host), server_name="verifier.example"))
        server.lie("/a", GOOD)
        assert client.get("/a", deadline=soon()).status == 200
        client.close()


def test_without_our_certificate_the_server_hangs_up(
    server: HttpsSimulator, papers: Papers
) -> None:
    bare = replace(papers.endpoint(server.host), client_cert=None, client_key=None)
    client = Client(bare)
    with pytest.raises(ServiceUnavailableError, match=server.host):
        client.get("/a", deadline=soon())
    client.close()
    assert server.asked == []


def test_renewed_files_are_used_and_broken_ones_refused(
    server: HttpsSimulator, papers: Papers
) -> None:
    cert, key = papers.issue("renewed")
    client = Client(replace(papers.endpoint(server.host), client_cert=cert, client_key=key))
    server.lie("/a", GOOD, GOOD, GOOD)
    client.get("/a", deadline=soon())
    papers.issue("renewed")
    os.utime(cert, ns=(1, 1))
    client.get("/a", deadline=soon())
    assert server.connections == 2
    key.write_text("no key")
    with pytest.raises(ServiceUnavailableError, match=r"renewed\.crt and key .* cannot be used"):
        client.get("/a", deadline=soon())
    key.unlink()
    with pytest.raises(ServiceUnavailableError, match=r"renewed\.key .* cannot be read: No such"):
        client.get("/a", deadline=soon())
    client.close()


def test_the_environment_has_no_say(
    server: HttpsSimulator, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, "/nonexistent")
    server.lie("/a", GOOD)
    assert client.get("/a", deadline=soon()).status == 200
