# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Webhooks beside each other whose nodes a Keylime vouches for that takes its time."""

import copy
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from bench.stage import Stage
from localcluster.bondstone import Bondstone
from localcluster.identities import node_identity
from localcluster.many_nodes import node_name
from localcluster.sources import Sources
from tests.simulators.endorsement import endorsement_key


def identify(stage: Stage, *, agents: int) -> list[str]:
    """Say which TPMs the first nodes have, and return their names."""
    names = [node_name(number) for number in range(agents)]
    for number, name in enumerate(names):
        identity = node_identity(name, ekHash=endorsement_key(number).hash)
        stage.cluster.api.call("POST", "/apis/bondstone.dev/v1alpha1/nodeidentities", identity)
    return names


@contextmanager
def webhooks_running(stage: Stage, service: Mapping[str, object]) -> Iterator[tuple[int, int]]:
    """Put two in place of the stage's own: one asks live, the other one does not.

    Yields:
        Their ports, in this order.
    """
    stage.bondstone.processes["webhook"].stop()
    ports = stage.cluster.ports
    second = replace(ports, webhook=ports.spare, webhook_health=ports.hub_health)
    with ExitStack() as stack:
        found: list[int] = []
        for place, options in ((ports, ()), (second, ("--no-live-check",))):
            cluster = copy.copy(stage.cluster)
            cluster.ports = place
            cluster.folder = stage.cluster.folder / f"webhook-{len(found)}"
            cluster.folder.mkdir(exist_ok=True)
            bondstone = Bondstone(cluster, Sources(services=[service]))
            stack.callback(bondstone.stop)
            bondstone.launch("webhook", *options)
            bondstone.wait_ready("webhook")
            found.append(place.webhook)
        yield found[0], found[1]
    stage.bondstone.launch("webhook")
    stage.bondstone.wait_ready("webhook")
