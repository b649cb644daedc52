# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One installation for all events."""

from collections.abc import Iterator

import pytest

from tests.e2e.events.replicated import Replicated, replicated_running
from tests.e2e.starting import begun


@pytest.fixture
def _no_pod_is_left() -> None:
    """Nothing of the other stories' world is used, so it need not be started."""


@pytest.fixture(scope="package")
def replicated() -> Iterator[Replicated]:
    with begun(replicated_running()) as started:
        yield started
