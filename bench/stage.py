# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where the figures are measured: a cluster of 5,000 Node objects, and Bondstone's two servers."""

import json
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import urllib3

from certs.trial import EXTENDER_CLIENT, WEBHOOK_CLIENT
from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.images import Images
from localcluster.many_nodes import create_nodes, node_name
from localcluster.ports import HOST
from localcluster.process import Process
from localcluster.registry import registry_running
from localcluster.world import POLICY, PROTECTED

NODES = 5000
TRUSTED_SHARE = 0.9
_VALIDATED = r'^bondstone_http_requests_total\{code="200",path="/validate"\} (.*)$'
_CLIENTS = {"filter": EXTENDER_CLIENT, "validate": WEBHOOK_CLIENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What measuring needs."""

    cluster: LocalCluster
    bondstone: Bondstone
    images: Images

    def placed_pod(self) -> dict[str, Any]:
        """Return a pod as Bondstone's /mutate leaves it: pinned, and with its affinity."""
        image = self.images.encrypted("bench/api:1")
        said = self.cluster.kubectl(
            "-n", PROTECTED, "run", "api", f"--image={image.reference}", "--restart=Never",
            "--dry-run=server", "-o=json",
        )  # fmt: skip
        pod: dict[str, Any] = json.loads(said)
        return pod

    def validated(self) -> int:
        """Return how many reviews the webhook has answered on /validate."""
        counted = re.findall(_VALIDATED, self.bondstone.metrics("webhook"), re.MULTILINE)
        return sum(int(float(each)) for each in counted)

    def start_echo(self, verb: str, answers: Mapping[str, object]) -> Process:
        """Start an echo on the spare port, of answers by route, for who asks with this verb."""
        cluster = self.cluster
        settings = {
            "port": cluster.ports.spare,
            "health_port": cluster.ports.hub_health,
            "tls_cert": str(cluster.pki.certificate("extender")),
            "tls_key": str(cluster.pki.key("extender")),
            "client_ca": str(cluster.pki.ca),
            "client_name": _CLIENTS[verb],
            "answers": dict(answers),
        }
        path = cluster.folder / f"echo-{verb}.json"
        path.write_text(json.dumps(settings))
        command = [sys.executable, "-m", "bench.echo", str(path)]
        log = cluster.folder / "logs" / f"echo-{verb}.log"
        process = Process(f"echo {verb}", command, log=log)
        process.wait_until(lambda: _healthy(cluster.ports.hub_health), seconds=30)
        return process


@contextmanager
def stage_running() -> Iterator[Stage]:
    """Start everything, with nodes, reports, a policy and an encrypted image."""
    with ExitStack() as stack:
        cluster = stack.enter_context(running())
        folder = cluster.folder / "registry"
        registry = stack.enter_context(
            registry_running(
                cluster.binaries, cluster.pki, port=cluster.ports.registry, folder=folder
            )
        )
        reports = cluster.folder / "reports.json"
        sources = Sources(
            reports=reports,
            registries={registry.host: {"caFile": str(registry.ca)}},
            max_staleness="30m",
            poll_period="5s",  # as it is by default
        )
        bondstone = Bondstone(cluster, sources)
        stack.callback(bondstone.stop)
        bondstone.install()
        for controller in ("kube-controller-manager", "kube-scheduler", "bondstone-scheduler"):
            cluster.control_plane.processes[controller].stop()
        print(f"== creating {NODES} Node objects", flush=True)
        create_nodes(cluster.api, ((node_name(number), {}) for number in range(NODES)))
        time.sleep(1.1)  # a report of the second in which a node was created does not count
        _write_reports(reports)
        cluster.kubectl("create", "namespace", PROTECTED)
        cluster.kubectl("-n", PROTECTED, "create", "serviceaccount", "default")
        # As the hub does: webhooks that fail closed answer for it, so that none is passed over.
        cluster.kubectl("label", "namespace", PROTECTED, "bondstone.dev/protected=true")
        cluster.kubectl("apply", "-f", "-", stdin=POLICY)
        for name in ("webhook", "extender"):
            bondstone.launch(name)
        for name in ("webhook", "extender"):
            bondstone.wait_ready(name)
        yield Stage(cluster=cluster, bondstone=bondstone, images=Images(registry))


def _write_reports(path: Path) -> None:
    """Report nine nodes of ten as trusted, the tenth as failed."""
    now = datetime.now(UTC)
    instants = {"expiresAt": (now + timedelta(hours=2)).isoformat()}
    reports = []
    for number in range(NODES):
        good = number % 10 < TRUSTED_SHARE * 10
        detail: dict[str, object] = (
            {"assetTags": {"region": "EU"}}
            if good
            else {"failures": ["PCR 7 does not match its reference value"]}
        )
        reports.append({"node": node_name(number), "trusted": good, **instants, **detail})
    for report in reports:
        report["attestedAt"] = now.isoformat()
    document = {
        "apiVersion": "bondstone.dev/v1alpha1",
        "kind": "NodeReports",
        "reports": reports,
    }
    path.write_text(json.dumps(document))


def _healthy(port: int) -> bool:
    try:
        url = f"http://{HOST}:{port}/healthz"
        return urllib3.request("GET", url, retries=False, timeout=2).status == 200
    except urllib3.exceptions.HTTPError:
        return False
