# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All that a story with real Keylime needs: nodes with TPMs, and asset tags bound to them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from hub.hint_endpoint import PATH
from localcluster.bondstone import Bondstone
from localcluster.cluster import LocalCluster, running
from localcluster.identities import node_identity
from localcluster.images import Images
from localcluster.keylime.document import service_entry
from localcluster.keylime.lab import KeylimeLab, keylime_running
from localcluster.keylime.servers import VERIFIER
from localcluster.keylime.settings import RevocationWebhook, VerifierSettings
from localcluster.keylime.tag_authority import TagAuthority
from localcluster.ports import HOST
from localcluster.registry import registry_running
from localcluster.sources import Sources
from localcluster.stage import PROTECTED, Stage

POLICY = f"""
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: {PROTECTED}}}
spec:
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {PROTECTED}}}}}}}
  images: {{encryption: Required, keyProviders: [jwe]}}
  nodes: {{trust: Required, assetTags: {{region: [EU]}}}}
"""
MACHINES = {"eu-1": "EU", "eu-2": "EU", "us-1": "US"}
"""Nodes with a TPM, and the region that the tag authority gives each."""
EUROPEAN = tuple(name for name, region in MACHINES.items() if region == "EU")
PACE = {"pollPeriod": "1s", "maxStaleness": "6s", "deadline": "3s"}
STRANGER = "no-tpm"
"""A Node that no administrator says any hardware of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeylimeWorld(Stage):
    """A cluster of four nodes with Bondstone, a registry, and Keylime that attests three nodes."""

    lab: KeylimeLab

    def state_of(self, node: str) -> str:
        """Return what Keylime says of a node, in one line."""
        status = self.lab.agents[node].status() or {}
        kept = ("operational_state", "attestation_status", "last_event_id")
        return ", ".join(f"{name} {status.get(name)}" for name in kept)


@contextmanager
def keylime_world_running(
    settings: VerifierSettings | None = None,
    *,
    pace: Mapping[str, str] = PACE,
    hints: bool = False,
) -> Iterator[KeylimeWorld]:
    """Start everything, wait until the nodes are marked, and stop it whatever happens.

    Args:
        settings: How Keylime asks its agents.
        pace: How Bondstone asks Keylime.
        hints: Let Keylime tell the hub of machines that fail.

    Raises:
        LocalClusterError: Something did not start; the text says what to do.
    """
    with ExitStack() as stack:
        cluster = stack.enter_context(running())
        registry = stack.enter_context(
            registry_running(
                cluster.binaries,
                cluster.pki,
                port=cluster.ports.registry,
                folder=cluster.folder / "registry",
            )
        )
        folder = cluster.folder / "keylime"
        folder.mkdir()
        settings = settings or VerifierSettings()
        if hints:
            url = f"https://{HOST}:{cluster.ports.hub_hints}{PATH}"
            webhook = RevocationWebhook(url=url, authority=cluster.pki.ca)
            settings = replace(settings, webhook=webhook)
        lab = stack.enter_context(keylime_running(settings, folder=folder))
        authority = TagAuthority(folder / "tag-authority")
        sources = Sources(
            registries={registry.host: {"caFile": str(registry.ca)}},
            services=[service_entry(lab, pace=pace)],
            tag_authority=authority.public_keys,
            hinting=(lab.ca, VERIFIER) if hints else None,
        )
        bondstone = Bondstone(cluster, sources)
        stack.callback(bondstone.stop)
        world = KeylimeWorld(cluster=cluster, bondstone=bondstone, images=Images(registry), lab=lab)
        _begin(world, authority)
        yield world


def _begin(world: KeylimeWorld, authority: TagAuthority) -> None:
    """Make the Nodes first: only evidence that is younger than a Node object vouches for it."""
    for node in (*MACHINES, STRANGER):
        world.cluster.nodes.add(node)
    world.bondstone.install()
    for node, region in MACHINES.items():
        agent = world.lab.machine(node)
        record = authority.issue(agent.agent_id, {"region": region})
        identify(world.cluster, node, ek_hash=agent.agent_id, tag_record=record)
    world.bondstone.start()
    world.protect(POLICY, labels={**dict.fromkeys(MACHINES, "true"), STRANGER: "unknown"})


def identify(cluster: LocalCluster, node: str, *, ek_hash: str, tag_record: str) -> None:
    """Say as administrator which TPM a node has, and which tags are bound to it."""
    document = node_identity(node, ekHash=ek_hash, tagRecords=[tag_record])
    cluster.kubectl("apply", "-f", "-", stdin=json.dumps(document))
