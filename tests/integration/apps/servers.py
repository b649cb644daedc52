# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Both servers as processes in a cluster with one policy, and what speaks HTTPS to them."""

import json
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import urllib3

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster
from localcluster.images import Images, Pushed
from localcluster.ports import HOST
from localcluster.registry import registry_running
from localcluster.reports import ReportsFile
from localcluster.waiting import wait_for
from localcluster.world import BAD, EU, NAMES, NEW, POLICY, US
from tests.integration.apps.recordings import filter_call

JSON = "application/json"
CLIENTS = {"webhook": "webhook-client", "extender": "extender-client"}
"""Whom each server lets in: the API server and the scheduler."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Running servers.

    Attributes:
        cluster: Where they run; the policy protects its namespace ``payments``.
        bondstone: Their processes.
        reports: What the extender is told; EU is trusted with its tag, and no other node.
        encrypted: An image that is all that the policy asks for.
        plain: An image that anybody can read.
        away: An encrypted image of a registry that has been stopped.
        images: Makes others in the registry that runs.
    """

    cluster: LocalCluster
    bondstone: Bondstone
    reports: ReportsFile
    encrypted: Pushed
    plain: Pushed
    away: Pushed
    images: Images

    def connect(self, name: str, client: tuple[Path, Path] | None) -> HTTPSConnection:
        """Return a connection that shows a certificate, or none; the server's is verified."""
        context = ssl.create_default_context(cafile=self.cluster.pki.ca)
        if client is not None:
            context.load_cert_chain(*client)
        port: int = getattr(self.cluster.ports, name)
        return HTTPSConnection(HOST, port, context=context, timeout=20)

    def known(self, client: str) -> tuple[Path, Path]:
        """Return a certificate of the cluster's authority, and its key."""
        return self.cluster.pki.certificate(client), self.cluster.pki.key(client)

    def post(
        self, name: str, path: str, body: bytes, *, client: str = "", content_type: str = JSON
    ) -> tuple[int, Any]:
        """Send one request on a connection of its own, and return status and body."""
        with closing(self.connect(name, self.known(client or CLIENTS[name]))) as connection:
            return exchange(connection, path, body, content_type=content_type)

    def ask(self, name: str, path: str, document: object) -> dict[str, Any]:
        """Return the answer to a body that can be answered."""
        status, answer = self.post(name, path, json.dumps(document).encode())
        assert status == 200, answer
        assert isinstance(answer, dict)
        return answer

    def health(self, name: str, path: str) -> tuple[int, str]:
        """Ask the health port, in plain HTTP."""
        url = f"http://{HOST}:{self.bondstone.health_port(name)}{path}"
        response = urllib3.request("GET", url, retries=False, timeout=10)
        return response.status, response.data.decode()

    def decisions(self, name: str, uid: str) -> list[dict[str, Any]]:
        """Return what is logged about a uid: every line of the log is JSON."""
        lines = self.bondstone.processes[name].log.read_text().splitlines()
        logged = [json.loads(line) for line in lines]
        return [line for line in logged if (line["logger"], line.get("uid")) == ("decision", uid)]


def exchange(
    connection: HTTPSConnection, path: str, body: bytes, *, content_type: str = JSON
) -> tuple[int, Any]:
    """Send one request, and return status and body."""
    connection.request("POST", path, body, {"Content-Type": content_type})
    response = connection.getresponse()
    assert response.headers.get_content_type() == JSON
    return response.status, json.loads(response.read())


@contextmanager
def servers_running(cluster: LocalCluster) -> Iterator[Servers]:
    """Fill a cluster, start both servers and wait until they are ready; stop them in any case."""
    with ExitStack() as stack:
        port, folder = cluster.ports.registry, cluster.folder / "registry"
        registry = stack.enter_context(
            registry_running(cluster.binaries, cluster.pki, port=port, folder=folder)
        )
        images, away = Images(registry), _image_of_a_stopped_registry(cluster)
        hosts = (registry.host, away.reference.partition("/")[0])
        reports = ReportsFile(cluster.folder / "reports.json")
        sources = Sources(
            reports=reports.path,
            registries={host: {"caFile": str(registry.ca)} for host in hosts},
        )
        servers = Servers(
            cluster=cluster,
            bondstone=Bondstone(cluster, sources),
            reports=reports,
            encrypted=images.encrypted("shop/app:1"),
            plain=images.plain("shop/app:plain"),
            away=away,
            images=images,
        )
        stack.callback(reports.stop)
        stack.callback(servers.bondstone.stop)
        _begin(servers)
        yield servers


def _begin(servers: Servers) -> None:
    """Start last what is ready as soon as it has listed the rest."""
    servers.bondstone.install()
    for namespace in NAMES:
        servers.cluster.kubectl("create", "namespace", namespace)
    servers.cluster.kubectl("apply", "-f", "-", stdin=POLICY)
    for node in (EU, US, BAD, NEW):
        servers.cluster.nodes.add(node)
    servers.reports.trust(EU, region="EU")
    servers.reports.trust(US, region="US")
    servers.reports.distrust(BAD, "PCR 7")
    servers.reports.start()
    for name in CLIENTS:
        servers.bondstone.launch(name)
    for name in CLIENTS:
        servers.bondstone.wait_ready(name)
    # A Report of the very second in which the Node was made might be of the one before it.
    wait_for(
        lambda: servers.ask("extender", "/filter", filter_call(EU))["NodeNames"] == [EU],
        seconds=30,
        what="the Reports are younger than the Nodes",
    )


def _image_of_a_stopped_registry(cluster: LocalCluster) -> Pushed:
    port, folder = cluster.ports.spare, cluster.folder / "away"
    with registry_running(cluster.binaries, cluster.pki, port=port, folder=folder) as registry:
        return Images(registry).encrypted("shop/app:away")
