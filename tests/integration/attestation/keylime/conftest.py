# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated verifier and registrar with three agents, and a client of theirs."""

from collections.abc import Iterator

import pytest

from tests.integration.attestation.keylime.fleet import Fleet, fleet_running
from tests.integration.attestation.papers import Papers


@pytest.fixture
def fleet(papers: Papers) -> Iterator[Fleet]:
    with fleet_running(papers, 3) as started:
        yield started
