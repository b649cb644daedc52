# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A local cluster as a value: start it with ``running``, ask it with ``kubectl`` or ``api``."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from certs.authority import Subject
from localcluster.api import Api
from localcluster.binaries import Binaries, locate_binaries
from localcluster.control_plane import ControlPlane
from localcluster.errors import LocalClusterError
from localcluster.folders import keep_logs, new_run_folder
from localcluster.nodes import Nodes
from localcluster.pki import Pki
from localcluster.ports import HOST, Ports, reserve_ports
from localcluster.signals import ended_as_interrupted


class LocalCluster:
    """A running control plane; made by ``running``."""

    def __init__(self, folder: Path, ports: Ports, binaries: Binaries) -> None:
        self.folder = folder
        self.ports = ports
        self.binaries = binaries
        self.url = f"https://{HOST}:{ports.api}"
        self.pki = Pki(folder / "pki", server=self.url)
        self.kubeconfig = self.pki.client_kubeconfig("admin")
        self.api = Api(self.url, self.pki)
        self.nodes = Nodes(self.api)
        self.control_plane = ControlPlane(folder, ports, self.pki, self.api, binaries)

    def kubectl(self, *arguments: str, stdin: str | None = None, check: bool = True) -> str:
        """Run kubectl as administrator and return what it printed, errors included.

        Raises:
            LocalClusterError: It failed, unless ``check`` is off.
        """
        done = subprocess.run(
            [
                str(self.binaries["kubectl"]),
                f"--kubeconfig={self.kubeconfig}",
                f"--cache-dir={self.folder / 'kubectl-cache'}",
                *arguments,
            ],
            input=stdin or "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        if check and done.returncode:
            raise LocalClusterError(f"kubectl {' '.join(arguments)}: {done.stdout.strip()}")
        return done.stdout

    def service_account_kubeconfig(self, namespace: str, name: str) -> Path:
        """Return a kubeconfig with a token of a ServiceAccount, and so with exactly its roles."""
        path = f"/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token"
        request = {"spec": {"expirationSeconds": 86400}}
        token = self.api.call("POST", path, request)["status"]["token"]
        return self.pki.token_kubeconfig(f"token-{namespace}-{name}", token)

    def client_kubeconfig(self, user: str, *groups: str) -> Path:
        """Return a kubeconfig with a client certificate of its own for a user in groups."""
        subject = Subject(common_name=user, organizations=groups)
        # A prefix of its own: a user named "ca" or "webhook" must not replace the cluster's files.
        return self.pki.client_kubeconfig(f"user-{user.replace(':', '-')}", subject)

    def node_kubeconfig(self, name: str) -> Path:
        """Return what the kubelet of a node would have."""
        return self.client_kubeconfig(f"system:node:{name}", "system:nodes")


@contextmanager
def running(*, api_port: int = 0, folder: Path | None = None) -> Iterator[LocalCluster]:
    """Start a control plane, and stop it whatever happens; of a clean end only logs stay.

    Args:
        api_port: Port of the API server; 0 for any free one.
        folder: Where everything of this run is kept; None for a new one in the cache folder, whose
            files stay when it fails.

    Raises:
        LocalClusterError: It cannot be started; the text says what to do.
    """
    binaries = locate_binaries()
    with ExitStack() as reserved:
        ports = reserve_ports(reserved, api=api_port)
        cluster = LocalCluster(folder or new_run_folder(), ports, binaries)
        with _started(cluster, keep=folder is not None):
            yield cluster


@contextmanager
def _started(cluster: LocalCluster, *, keep: bool) -> Iterator[None]:
    failed = True
    with ended_as_interrupted():
        try:
            cluster.control_plane.start()
            cluster.nodes.start()
            yield
            failed = False
        except (KeyboardInterrupt, BrokenPipeError):  # people end it, or look away
            failed = False
            raise
        finally:
            cluster.nodes.stop()
            cluster.control_plane.stop()
            if not keep and not failed:
                keep_logs(cluster.folder)
