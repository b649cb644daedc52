# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every folder of manifests that can be applied, rendered."""

import pytest

from tests.integration.manifests.rendering import Document, rendered, renderings


@pytest.fixture(scope="module", params=renderings())
def documents(request: pytest.FixtureRequest) -> tuple[Document, ...]:
    """Return the objects of one."""
    return rendered(request.param)
