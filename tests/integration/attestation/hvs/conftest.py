# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HVS and an AAS over TLS, three trusted hosts, and a Bondstone that has polled them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from attestation.http.endpoint import Endpoint
from attestation.hvs.opening import open_hvs
from attestation.hvs.settings import HvsSettings, Reports
from tests.integration.attestation.hvs.site import Clocks, Site, host
from tests.integration.attestation.papers import Papers
from tests.simulators.https import serving
from tests.simulators.hvs.aas import AasSimulator
from tests.simulators.hvs.api import HvsSimulator
from tests.simulators.hvs.chain import SigningChain, signing_chain
from tests.simulators.hvs.served import Served


@pytest.fixture(scope="session")
def chain() -> SigningChain:
    return signing_chain(begins=datetime.now(UTC) - timedelta(days=1))


@pytest.fixture(scope="session")
def stranger() -> SigningChain:
    """A chain of the same names that nobody pinned."""
    return signing_chain(begins=datetime.now(UTC) - timedelta(days=1), authority_bits=2048)


@pytest.fixture(params=list(Reports), ids=lambda each: each.value)
def reports(request: pytest.FixtureRequest) -> Reports:
    """Every fault is tried with signed reports and with those in JSON."""
    found: Reports = request.param
    return found


@pytest.fixture
def folder(tmp_path: Path, chain: SigningChain) -> Path:
    (tmp_path / "username").write_text("bondstone\n")
    (tmp_path / "password").write_text("s3cret\n")
    (tmp_path / "saml.pem").write_bytes(chain.pem)
    return tmp_path


@pytest.fixture
def site(papers: Papers, folder: Path, chain: SigningChain, reports: Reports) -> Iterator[Site]:
    clocks = Clocks()
    aas = AasSimulator(clocks.theirs)
    hvs = HvsSimulator(chain, aas, clocks.theirs)
    context = papers.server_context("127.0.0.1", clients=False)
    with serving(Served(hvs), context) as hvs_server, serving(Served(aas), context) as aas_server:
        settings = HvsSettings(
            name="hvs-eu",
            hvs=Endpoint(url=f"https://{hvs_server.host}/hvs/v2", ca_file=papers.ca_file),
            aas=Endpoint(url=f"https://{aas_server.host}/aas/v1", ca_file=papers.ca_file),
            username_file=folder / "username",
            password_file=folder / "password",
            saml_certificates_file=folder / "saml.pem",
            reports=reports,
            full_every=2,
        )
        service = open_hvs(settings, now=lambda: datetime.now(UTC))
        made = Site(
            hvs=hvs, aas=aas, clocks=clocks, hvs_server=hvs_server, aas_server=aas_server,
            settings=settings, service=service,
        )  # fmt: skip
        hvs.put(host(1), host(2), host(3))
        assert made.poll() == ""
        assert made.vouched() == {1, 2, 3}
        yield made
        service.close()
