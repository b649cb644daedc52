# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Machines come back: Keylime asks one again only after it was enrolled anew."""

import time

from demo.narrator import Narrator
from localcluster.keylime.world import KeylimeWorld
from localcluster.questions import ask_label, ask_node
from localcluster.stage import PROTECTED

_SOON = 15
"""Seconds for the first quote, the poll of Keylime, the hub's nudge and the scheduler's try."""


def show_enrolled_again(
    world: KeylimeWorld, narrator: Narrator, *, node: str, stopped: str
) -> None:
    """The waiting pod is bound by itself.

    Args:
        world: Where.
        narrator: Tells it.
        node: Whose PCR was extended.
        stopped: Whose agent was stopped.
    """
    narrator.step(
        f"{node} is rebooted, so that its PCRs are good again; Keylime is not told",
        "still untrusted: Keylime asks a machine that failed no more",
        lambda: _reboot(world, node),
        "false",
        command=ask_label(node),
    )
    narrator.step(
        f"{node} is taken from Keylime and enrolled anew; nobody touches the waiting pod",
        f"trusted again, and the pod is bound there within {_SOON} seconds",
        lambda: _until_bound(world, node),
        f"bound to {node} after",
        command=ask_node("later", PROTECTED),
    )
    narrator.step(
        f"the agent on {stopped} is started again, and the machine enrolled anew",
        "trusted again",
        lambda: _return(world, stopped),
        "true",
        command=ask_label(stopped),
    )


def _reboot(world: KeylimeWorld, node: str) -> str:
    world.lab.agents[node].reboot()
    time.sleep(3)  # some polls of Keylime, and of us
    return world.label_of(node)


def _until_bound(world: KeylimeWorld, node: str) -> str:
    agent = world.lab.agents[node]
    agent.revoke()
    started = time.monotonic()
    agent.enrol()
    bound = world.wait(lambda: world.node_of("later"), seconds=_SOON, what="the pod is bound")
    return f"bound to {bound} after {time.monotonic() - started:.1f} s"


def _return(world: KeylimeWorld, node: str) -> str:
    agent = world.lab.agents[node]
    agent.start()
    agent.revoke()
    agent.enrol()
    return world.wait(
        lambda: label if (label := world.label_of(node)) == "true" else "",
        seconds=_SOON,
        what=f"{node} is trusted again",
    )
