# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A node loses trust, and gets it back."""

import time

from demo.narrator import Narrator
from localcluster.world import EU, World


def show_trust_lost(world: World, narrator: Narrator) -> None:
    """The next pod waits with a reason for each node; with trust back it is bound by itself."""
    image = world.images.encrypted("shop/api:1.6").reference
    world.reports.distrust(EU, "PCR 0 does not match its reference value")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss of trust is noticed")
    narrator.step(
        f"{EU} loses trust, and the next pod comes",
        "admitted, for its image is good",
        lambda: world.run_pod("later", image),
        "pod/later created",
    )
    narrator.step(
        "its events",
        "it waits, with a reason for every node",
        lambda: world.wait(
            lambda: events if "NoTrustedNode" in (events := world.events_of("later")) else "",
            what="the hub says why the pod waits",
        ),
        f"{EU}: untrusted: PCR 0 does not match",
        "never attested",
        "region is US, needed is EU",
    )
    narrator.step(
        "where it is meanwhile",
        "nowhere",
        lambda: f"nodeName: {world.node_of('later')!r}",
        "nodeName: ''",
    )
    narrator.step(
        f"{EU} is trusted again; nobody touches the pod",
        f"bound to {EU} within seconds",
        lambda: _until_bound(world),
        f"bound to {EU} after",
    )


def _until_bound(world: World) -> str:
    world.reports.trust(EU, region="EU")
    started = time.monotonic()
    node = world.wait(lambda: world.node_of("later"), what="the waiting pod is bound")
    return f"bound to {node} after {time.monotonic() - started:.1f} s"
