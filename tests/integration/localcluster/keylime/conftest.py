# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One Keylime for the tests of this folder; each has machines of its own."""

from collections.abc import Iterator

import pytest

from localcluster.keylime.lab import KeylimeLab, keylime_running
from localcluster.keylime.settings import RevocationWebhook, VerifierSettings
from localcluster.ports import HOST
from tests.integration.localcluster.keylime.revocations import Revocations, revocations_recorded


@pytest.fixture(scope="module")
def told_and_lab(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Revocations, KeylimeLab]]:
    folder = tmp_path_factory.mktemp("endpoint")
    with revocations_recorded(folder) as (recorded, context):
        url = f"https://{HOST}:{recorded.port}/revocations"
        webhook = RevocationWebhook(url=url, authority=recorded.authority)
        with keylime_running(VerifierSettings(quote_interval=0.5, webhook=webhook)) as started:
            context.load_verify_locations(started.ca)
            yield recorded, started


@pytest.fixture
def told(told_and_lab: tuple[Revocations, KeylimeLab]) -> Revocations:
    return told_and_lab[0]


@pytest.fixture
def lab(told_and_lab: tuple[Revocations, KeylimeLab]) -> KeylimeLab:
    return told_and_lab[1]
