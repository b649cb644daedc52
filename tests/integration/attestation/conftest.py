# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A server of a verification service, over TLS with certificates on both sides."""

from collections.abc import Iterator

import pytest

from attestation.http.client import Client
from tests.integration.attestation.papers import Papers
from tests.simulators.https import HttpsSimulator, serving


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return Papers.made(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def server(papers: Papers) -> Iterator[HttpsSimulator]:
    with serving(HttpsSimulator(), papers.server_context("127.0.0.1")) as started:
        yield started


@pytest.fixture
def client(server: HttpsSimulator, papers: Papers) -> Iterator[Client]:
    made = Client(papers.endpoint(server.host))
    yield made
    made.close()
