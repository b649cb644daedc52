# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A node loses trust, somebody lies about it, and it gets its trust back."""

import time

from demo.feedback import show_binding_by_hand
from demo.live_status import show_live_status
from demo.narrator import Narrator
from localcluster.questions import ask_events, ask_label, ask_node, ask_to_run
from localcluster.world import BAD, EU, NEW, PROTECTED, US, World
from trust.names import TAG_PREFIX, TRUSTED_LABEL

_FAILURE = "PCR 0 does not match its reference value"
_FORGE = ("label", "node", EU, f"{TRUSTED_LABEL}=true", f"{TAG_PREFIX}region=EU", "--overwrite")
_SOON = 10
"""Seconds for the poll of the source, the hub's nudge and the scheduler's next try."""


def show_trust_lost(world: World, narrator: Narrator) -> None:
    """The next pod waits with a reason for each node; with trust back it is bound by itself."""
    show_live_status(world, narrator, failure=_FAILURE)
    narrator.step(
        "the hub is started again",
        f"the label of {EU} follows within seconds",
        lambda: world.wait(
            lambda: label if (label := world.label_of(EU)) == "false" else "",
            seconds=_SOON,
            what="the hub labels the node",
        ),
        "false",
        command=ask_label(EU),
    )
    _show_forged_label(world, narrator)
    _show_waiting(world, narrator)
    narrator.step(
        f"{EU} is trusted again; nobody touches the pod",
        f"bound to {EU} within {_SOON} seconds",
        lambda: _until_bound(world),
        f"bound to {EU} after",
        command=ask_node("later", PROTECTED),
    )


def _show_forged_label(world: World, narrator: Narrator) -> None:
    """The labels are the hub's: the API server itself refuses everybody else."""
    narrator.step(
        f"a cluster administrator gives {EU} its good labels by hand",
        "refused",
        lambda: world.kubectl(*_FORGE),
        "only the hub of Bondstone may write it",
        command=_FORGE,
    )


def _show_waiting(world: World, narrator: Narrator) -> None:
    image = world.images.encrypted("shop/api:1.6").reference
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
        lambda: _events_with(world, "NoTrustedNode"),
        "none of 4 nodes may take this pod",
        f"{EU}: untrusted: {_FAILURE}",
        f"{BAD}: untrusted: PCR 7 does not match its reference value",
        f"{NEW}: never attested",
        f"{US}: asset tags differ: region is US, needed is EU",
        command=ask_events("later", PROTECTED),
    )
    narrator.step(
        "where it is meanwhile",
        "nowhere",
        lambda: f"nodeName: {world.node_of('later')!r}",
        "nodeName: ''",
        command=ask_node("later", PROTECTED),
    )
    show_binding_by_hand(world, narrator, pod="later", node=US)


def _events_with(world: World, text: str) -> str:
    return world.wait(
        lambda: events if text in (events := world.events_of("later")) else "",
        what=f"the events of the waiting pod say: {text}",
    )


def _until_bound(world: World) -> str:
    world.reports.trust(EU, region="EU")
    started = time.monotonic()
    node = world.wait(lambda: world.node_of("later"), seconds=_SOON, what="the pod is bound")
    return f"bound to {node} after {time.monotonic() - started:.1f} s"
