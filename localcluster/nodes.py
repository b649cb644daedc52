# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Node objects that stand for machines: created Ready, kept alive by Leases as a kubelet would."""

import threading
from contextlib import suppress
from datetime import UTC, datetime

from localcluster.api import Api, ApiStatusError
from localcluster.errors import LocalClusterError

_LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"
_RENEW_SECONDS = 10.0
"""As kubelets do; after 40 s without, the node lifecycle controller taints the node."""


class Nodes:
    """The nodes of a local cluster; ``start`` begins to renew their Leases."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._names: set[str] = set()
        self._renewing = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="leases", daemon=True)

    def start(self) -> None:
        """Begin to renew Leases."""
        self._thread.start()

    def stop(self) -> None:
        """Stop renewing."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=15)

    def add(
        self,
        name: str,
        *,
        cpu: str = "4",
        memory: str = "8Gi",
        labels: dict[str, str] | None = None,
    ) -> None:
        """Create a Ready Node without taints."""
        resources = {"cpu": cpu, "memory": memory, "pods": "110"}
        self._api.call(
            "POST",
            "/api/v1/nodes",
            {
                "metadata": {
                    "name": name,
                    "labels": {"kubernetes.io/hostname": name, **(labels or {})},
                }
            },
        )
        condition = {
            "type": "Ready",
            "status": "True",
            "reason": "LocalCluster",
            "lastHeartbeatTime": _now(),
            "lastTransitionTime": _now(),
        }
        self._api.call(
            "PATCH",
            f"/api/v1/nodes/{name}/status",
            {
                "status": {
                    "capacity": resources,
                    "allocatable": resources,
                    "conditions": [condition],
                }
            },
        )
        self._names.add(name)
        self._lease(name)
        self._untaint(name)

    def delete(self, name: str) -> None:
        """Delete the Node object, and its Lease, which goes with it where kubelets write it."""
        with self._renewing:
            self._names.discard(name)
            self._api.call("DELETE", f"/api/v1/nodes/{name}")
            self._api.call("DELETE", f"{_LEASES}/{name}")

    def _untaint(self, name: str) -> None:
        """Take off the taint that a Node without a Ready condition is created with."""
        self._api.call("PATCH", f"/api/v1/nodes/{name}", {"spec": {"taints": None}})

    def _renew(self) -> None:
        while not self._stopped.wait(_RENEW_SECONDS):
            for name in tuple(self._names):
                with self._renewing, suppress(LocalClusterError):  # the next turn tries again
                    if name in self._names:
                        self._lease(name)

    def _lease(self, name: str) -> None:
        spec = {
            "holderIdentity": name,
            "leaseDurationSeconds": 40,
            "renewTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        try:
            self._api.call("PATCH", f"{_LEASES}/{name}", {"spec": spec})
        except ApiStatusError as exc:
            if exc.status != 404:
                raise
            self._api.call("POST", _LEASES, {"metadata": {"name": name}, "spec": spec})


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
