# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Something is measured on a machine that its policy does not know."""

import time

from demo.narrator import Narrator
from localcluster.keylime.status import INVALID_QUOTE
from localcluster.keylime.world import KeylimeWorld
from localcluster.questions import ask_label, ask_node, ask_to_run
from localcluster.stage import PROTECTED

EVENT = "pcr_validation.invalid_pcr_15"


def show_pcr_extended(world: KeylimeWorld, narrator: Narrator, *, node: str, other: str) -> None:
    """The node is out: the next pod goes elsewhere.

    Args:
        world: Where.
        narrator: Tells it.
        node: Whose TPM is extended; the first pod runs there.
        other: The other node in the EU.
    """
    narrator.step(
        f"something unknown is measured on {node}: PCR 15 of its TPM is extended",
        "Keylime refuses the next quote, and the node is no longer trusted",
        lambda: _extend(world, node),
        f"operational_state {INVALID_QUOTE}", EVENT, "label false after",
        command=ask_label(node),
    )  # fmt: skip
    image = world.images.encrypted("shop/api:2").reference
    narrator.step(
        "the next pod",
        f"goes to {other}, the other one in the EU",
        lambda: _run(world, "next", image),
        f"on {other}",
        command=ask_to_run("next", image, PROTECTED),
    )
    narrator.step(
        f"the pod that ran on {node} before",
        "untouched: Bondstone evicts nothing",
        lambda: world.node_of("api"),
        node,
        command=ask_node("api", PROTECTED),
    )


def _extend(world: KeylimeWorld, node: str) -> str:
    started = time.monotonic()
    world.lab.agents[node].extend_pcr()
    world.wait(lambda: world.label_of(node) == "false", what=f"the hub labels {node}")
    return f"{world.state_of(node)}; label false after {time.monotonic() - started:.1f} s"


def _run(world: KeylimeWorld, pod: str, image: str) -> str:
    said = world.run_pod(pod, image)
    node = world.wait(lambda: world.node_of(pod), what="the pod is bound")
    return f"{said}, on {node}"
