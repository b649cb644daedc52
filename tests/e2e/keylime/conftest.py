# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A world of its own for the stories of this folder; each leaves all its machines attested."""

from collections.abc import Iterator

import pytest

from localcluster.images import Pushed
from localcluster.keylime.status import ACTIVE
from localcluster.keylime.world import MACHINES, KeylimeWorld, keylime_world_running
from tests.e2e.starting import begun


@pytest.fixture(scope="package")
def world() -> Iterator[KeylimeWorld]:
    """Everything with Keylime, in the place of the world of the other stories."""
    with begun(keylime_world_running()) as started:
        yield started


@pytest.fixture(scope="package")
def image(world: KeylimeWorld) -> Pushed:
    """An image that is all that the policy asks for."""
    return world.images.encrypted("shop/story:1")


@pytest.fixture(autouse=True)
def _machines_attested(world: KeylimeWorld) -> Iterator[None]:
    yield
    for agent in world.lab.agents.values():
        agent.start()
        status = agent.status()
        if status is None or status["operational_state"] not in ACTIVE:
            agent.revoke()
            agent.reboot()
            agent.enrol()
    world.wait(
        lambda: all(world.label_of(node) == "true" for node in MACHINES),
        what="every machine is trusted again",
    )
