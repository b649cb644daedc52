# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Each story here has a control plane of its own."""

import pytest


@pytest.fixture
def _no_pod_is_left() -> None:
    """Nothing of the other stories' world is used, so it need not be started."""
