# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A webhook that was killed: what ran is untouched, and after its return all is as before."""

from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.world import EU, PROTECTED, World

Name = Callable[[], str]


def test_the_same_pod_is_admitted_once_the_webhook_is_back(
    world: World, encrypted: Pushed, plain: Pushed, name: Name, revived: Callable[[str], None]
) -> None:
    before, after = name(), name()
    world.run_pod(before, encrypted.reference)
    world.wait(lambda: world.node_of(before), what="the pod is bound")
    revived("webhook")
    assert "failed calling webhook" in world.run_pod(after, encrypted.reference)
    assert world.node_of(before) == EU
    gone = world.kubectl("-n", PROTECTED, "delete", "pod", before, "--force", "--grace-period=0")
    assert "force deleted" in gone
    world.bondstone.launch("webhook")
    world.bondstone.wait_ready("webhook")
    assert "created" in world.run_pod(after, encrypted.reference)
    assert world.wait(lambda: world.node_of(after), what="the pod is bound") == EU
    assert "are not encrypted" in world.run_pod(name(), plain.reference)
