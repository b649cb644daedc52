# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Another webhook takes back what ours has put into the pod."""

from demo.rogue_webhook import rogue_webhook_running
from localcluster.world import World
from tests.e2e.bypass.conftest import Create

GUARD = "The final object is judged from scratch, whatever happened before."


def test_a_pod_whose_affinity_is_stripped_is_refused(world: World, create: Create) -> None:
    with rogue_webhook_running(world.cluster):
        said = create()
    assert "its required node affinity does not contain" in said
