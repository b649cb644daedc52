# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime's verifier itself goes away, and comes back."""

from demo.narrator import Narrator
from localcluster.keylime.world import EUROPEAN, KeylimeWorld
from localcluster.questions import ask_node
from localcluster.stage import PROTECTED

MAX_STALENESS = "6s"
_TRUSTED = r".metadata.labels.bondstone\.node-restriction\.kubernetes\.io/trusted"
_LABELS = ("get", "nodes", f"-o=custom-columns=NODE:.metadata.name,TRUSTED:{_TRUSTED}")


def show_verifier_killed(world: KeylimeWorld, narrator: Narrator) -> None:
    """Without its word no node is trusted, and none is called untrusted."""
    narrator.step(
        "Keylime's verifier is killed",
        f"after maxStaleness ({MAX_STALENESS} here) every node is unknown",
        lambda: _kill(world),
        *(f"{node} unknown" for node in (*EUROPEAN, "us-1")),
        command=_LABELS,
    )
    narrator.step(
        "the pods that run",
        "untouched: an outage is no evidence of compromise",
        lambda: world.node_of("later"),
        "eu-",
        command=ask_node("later", PROTECTED),
    )
    narrator.step(
        "the verifier is started again",
        "it asks the machines that it knows, and they are trusted by themselves",
        lambda: _start(world),
        *(f"{node} true" for node in (*EUROPEAN, "us-1")),
        command=_LABELS,
    )


def _kill(world: KeylimeWorld) -> str:
    world.lab.verifier.kill()
    return _until_all(world, "unknown")


def _start(world: KeylimeWorld) -> str:
    world.lab.verifier.start()
    return _until_all(world, "true")


def _until_all(world: KeylimeWorld, label: str) -> str:
    nodes = (*EUROPEAN, "us-1")
    world.wait(
        lambda: all(world.label_of(node) == label for node in nodes),
        what=f"the labels of all nodes are {label}",
    )
    return world.kubectl(*_LABELS)
