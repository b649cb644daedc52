# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A machine whose agent is silent is not distrusted: nobody knows, and no pod goes there."""

from demo.keylime.pcr_extended import EVENT
from demo.narrator import Narrator
from localcluster.keylime.world import STRANGER, KeylimeWorld
from localcluster.questions import ask_events, ask_label, ask_node, ask_to_run
from localcluster.stage import PROTECTED


def show_agent_stopped(
    world: KeylimeWorld, narrator: Narrator, *, node: str, untrusted: str
) -> None:
    """The next pod waits, with a reason for each node.

    Args:
        world: Where.
        narrator: Tells it.
        node: Whose agent is stopped.
        untrusted: The other node in the EU, out already.
    """
    narrator.step(
        f"the agent on {node} is stopped",
        "no quote comes any more, and the node is unknown, which is not untrusted",
        lambda: _stop(world, node),
        "unknown",
        command=ask_label(node),
    )
    image = world.images.encrypted("shop/api:3").reference
    narrator.step(
        "then a pod comes",
        "admitted, for its image is good",
        lambda: world.run_pod("later", image),
        "pod/later created",
        command=ask_to_run("later", image, PROTECTED),
    )
    narrator.step(
        "the pod's events now",
        "it waits, with a reason for every node",
        lambda: world.wait(
            lambda: events if "NoTrustedNode" in (events := world.events_of("later")) else "",
            what="the hub says why the pod waits",
        ),
        "none of 4 nodes may take this pod",
        f"{untrusted}: untrusted: its quote is invalid ({EVENT})",
        f"{node}: keylime: agent not reachable since",
        "us-1: asset tags differ: region is US, needed is EU",
        f"{STRANGER}: no NodeIdentity",
        command=ask_events("later", PROTECTED),
    )
    narrator.step(
        "where it is meanwhile",
        "nowhere",
        lambda: f"nodeName: {world.node_of('later')!r}",
        "nodeName: ''",
        command=ask_node("later", PROTECTED),
    )


def _stop(world: KeylimeWorld, node: str) -> str:
    world.lab.agents[node].stop()
    return world.wait(
        lambda: label if (label := world.label_of(node)) != "true" else "",
        what=f"{node} is no longer trusted",
    )
