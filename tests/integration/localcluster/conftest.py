# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One cluster for every test of this folder: a start costs seconds."""

from collections.abc import Iterator

import pytest

from localcluster.cluster import LocalCluster, running


@pytest.fixture(scope="session")
def cluster() -> Iterator[LocalCluster]:
    with running() as started:
        yield started
