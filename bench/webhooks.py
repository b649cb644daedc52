# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Webhooks beside each other whose nodes a Keylime vouches for that takes its time."""

import copy
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from bench.stage import Stage
from localcluster.bondstone import Bondstone
from localcluster.identities import node_identity
from localcluster.many_nodes import node_name
from localcluster.ports import HOST
from localcluster.process import Process
from localcluster.sources import Sources
from tests.simulators.endorsement import endorsement_key


@contextmanager
def keylime_running(
    stage: Stage, *, agents: int, milliseconds: float
) -> Iterator[Mapping[str, object]]:
    """Start a Keylime for the first nodes, and return its entry among verification services."""
    ports, pki = stage.cluster.ports, stage.cluster.pki
    settings = {
        "port": ports.private_registry,
        "registrar_port": ports.hub_hints,
        "tls_cert": str(pki.certificate("extender")),
        "tls_key": str(pki.key("extender")),
        "client_ca": str(pki.ca),
        "agents": agents,
        "milliseconds": milliseconds,
    }
    path = stage.cluster.folder / "verifier.json"
    path.write_text(json.dumps(settings))
    log = stage.cluster.folder / "logs" / "verifier.log"
    process = Process("verifier", [sys.executable, "-m", "bench.verifier", str(path)], log=log)
    try:
        yield {
            "name": "keylime",
            "type": "Keylime",
            "url": f"https://{HOST}:{ports.private_registry}",
            "registrarURL": f"https://{HOST}:{ports.hub_hints}",
            "caFile": str(pki.ca),
            "clientCertificateFile": str(pki.certificate("webhook-client")),
            "clientKeyFile": str(pki.key("webhook-client")),
        }
    finally:
        process.stop()


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
