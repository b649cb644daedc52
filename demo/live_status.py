# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A label that is out of date decides nothing: the live status does."""

import time

from demo.narrator import Narrator
from localcluster.questions import ask_events, ask_label, ask_to_run
from localcluster.world import EU, PROTECTED, World

_POLLS = 2.0
"""Seconds in which the extender asks its source several times (``--poll-period=500ms`` here)."""


def show_live_status(world: World, narrator: Narrator, *, failure: str) -> None:
    """Without a hub the label stays as it was; the extender keeps the pod from the node.

    Args:
        world: Where; its node in the EU has lost trust afterwards.
        narrator: Tells it.
        failure: Why the node loses trust.
    """
    world.bondstone.processes["hub"].kill()
    world.reports.distrust(EU, failure)
    time.sleep(_POLLS)
    narrator.step(
        f"the hub is killed, then {EU} loses trust: {failure}",
        "its label is out of date: nobody is there to write it",
        lambda: world.label_of(EU),
        "true",
        command=ask_label(EU),
    )
    image = world.images.encrypted("shop/api:1.8").reference
    narrator.step(
        "a pod comes",
        "admitted, for its image is good; kept from the node by the extender, which knows",
        lambda: _refused_by_the_extender(world, image),
        "pod/stale created", f"FailedScheduling: 0/4 nodes are available: 1 untrusted: {failure}",
        command=ask_to_run("stale", image, PROTECTED),
    )  # fmt: skip
    world.kubectl("-n", PROTECTED, "delete", "pod", "stale", "--force", "--grace-period=0")
    world.bondstone.launch("hub")
    world.bondstone.wait_ready("hub")


def _refused_by_the_extender(world: World, image: str) -> str:
    said = world.run_pod("stale", image)
    world.wait(lambda: "untrusted" in world.events_of("stale"), what="the scheduler says why")
    return f"{said}\n{world.kubectl(*ask_events('stale', PROTECTED))}"
