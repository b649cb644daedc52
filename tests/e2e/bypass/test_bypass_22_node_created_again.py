# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A node is deleted and created again, so that it has no history and the labels that it likes."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from localcluster.world import EU, World
from tests.e2e.break_glass import node_marks_writable
from tests.e2e.bypass.conftest import Create
from trust.names import TAG_PREFIX, TRUSTED_LABEL

GUARD = (
    "A report counts only for a Node object that is older than it: the new object is unknown until "
    "it was attested again, whatever its labels say."
)

pytestmark = pytest.mark.usefixtures("trust_restored")


def test_the_new_object_is_unknown_until_it_is_attested_again(
    world: World, create: Create, name: Callable[[], str], revived: Callable[[str], None]
) -> None:
    pod = name()
    world.reports.repeat(EU)
    attested = datetime.now(UTC).replace(microsecond=0)
    world.wait(
        lambda: datetime.now(UTC).replace(microsecond=0) > attested, what="the next second begins"
    )
    with node_marks_writable(world):
        revived("hub")
        world.cluster.nodes.delete(EU)
        world.wait(lambda: "NotFound" in world.kubectl("get", "node", EU), what="it is gone")
        forged = {TRUSTED_LABEL: "true", f"{TAG_PREFIX}region": "EU"}
        world.cluster.nodes.add(EU, labels=forged)
        create(pod)
        world.wait(
            lambda: "1 the Node object was created at" in world.events_of(pod),
            what="the extender refuses the node in spite of its labels",
        )
        assert world.node_of(pod) == ""
    world.bondstone.launch("hub")
    world.wait(lambda: world.label_of(EU) == "unknown", what="the hub takes the label back")
    world.reports.trust(EU, region="EU")
    assert world.wait(lambda: world.node_of(pod), what="attested again, it takes the pod") == EU
