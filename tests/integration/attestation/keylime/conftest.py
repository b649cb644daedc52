# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated verifier and registrar with three agents, and a client of theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from attestation.keylime.service import Keylime
from attestation.keylime.settings import KeylimeSettings
from tests.integration.attestation.keylime.fleet import Fleet
from tests.integration.attestation.papers import Papers
from tests.simulators.endorsement import endorsement_key
from tests.simulators.https import serving
from tests.simulators.keylime import RegistrarSimulator, SimulatedAgent, VerifierSimulator


@pytest.fixture
def fleet(papers: Papers) -> Iterator[Fleet]:
    keys = [endorsement_key(number) for number in range(3)]
    agents = {key.hash: SimulatedAgent(ek_tpm=key.public) for key in keys}
    context = papers.server_context("127.0.0.1")
    with (
        serving(VerifierSimulator(agents), context) as verifier,
        serving(RegistrarSimulator(dict(agents)), context) as registrar,
    ):
        settings = KeylimeSettings(
            name="keylime-eu",
            verifier=papers.endpoint(verifier.host),
            registrar=papers.endpoint(registrar.host),
        )
        service = Keylime(settings, now=lambda: datetime.now(UTC))
        yield Fleet(
            verifier=verifier,
            registrar=registrar,
            service=service,
            ids=tuple(key.hash for key in keys),
        )
        service.close()
