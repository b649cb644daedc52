# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes are trusted because Keylime vouches for them, and have the tags bound to their TPMs."""

from demo.narrator import Narrator
from localcluster.keylime.world import EUROPEAN, KeylimeWorld
from localcluster.questions import ask_node, ask_to_run
from localcluster.stage import PROTECTED

_COLUMNS = ",".join(
    (
        "NODE:.metadata.name",
        r"TRUSTED:.metadata.labels.bondstone\.node-restriction\.kubernetes\.io/trusted",
        r"REGION:.metadata.labels.tags\.bondstone\.node-restriction\.kubernetes\.io/region",
    )
)
_NODES = ("get", "nodes", f"-o=custom-columns={_COLUMNS}")
_IDENTITIES = ("get", "nodeidentities")


def show_attested(world: KeylimeWorld, narrator: Narrator) -> str:
    """Show who vouches for whom, place a first pod, and return its node."""
    agents = world.lab.agents
    narrator.step(
        "administrators have said which TPM each machine has (SHA-256 of its endorsement key)",
        "one NodeIdentity for each of the three; nobody knows a TPM of no-tpm",
        lambda: world.kubectl(*_IDENTITIES),
        *(agent.agent_id for agent in agents.values()),
        command=_IDENTITIES,
        not_wanted="no-tpm",
    )
    narrator.step(
        "what Keylime's quotes and the tag records bound to those keys come to",
        "three trusted nodes with a region, and one that nobody can vouch for",
        lambda: world.kubectl(*_NODES),
        "eu-1 true EU", "eu-2 true EU", "us-1 true US", "no-tpm unknown <none>",
        command=_NODES,
    )  # fmt: skip
    image = world.images.encrypted("shop/api:1").reference
    narrator.step(
        "a pod with an encrypted image",
        "admitted",
        lambda: world.run_pod("api", image),
        "pod/api created",
        command=ask_to_run("api", image, PROTECTED),
    )
    narrator.step(
        "where it runs",
        f"on {' or '.join(EUROPEAN)}: attested, and in the EU",
        lambda: world.wait(lambda: world.node_of("api"), what="the pod is bound"),
        "eu-",
        command=ask_node("api", PROTECTED),
    )
    return world.node_of("api")
