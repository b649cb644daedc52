# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What kubelets do with the pods of webhook and extender: processes, probes, an orderly end.

Deployments, evictions and EndpointSlices are those of the real controllers; how long what takes is
read from the pods, as the manifests have it. Only the main thread may start processes, so whoever
waits turns the kubelet, see ``until``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from localcluster.api import Api, ApiStatusError
from localcluster.bondstone import NAMESPACE, Bondstone
from localcluster.errors import LocalClusterError
from localcluster.replica import Replica
from localcluster.waiting import wait_for

_PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
_NAME = "app.kubernetes.io/name"
COMPONENTS = ("webhook", "extender")


@dataclass(slots=True)
class Kubelet:
    """Runs replicas.

    Attributes:
        api: Where pods are.
        bondstone: Whose components; replicas run beside it.
        ports: Free ones.
        programs: What stands before a component's name and options where it is not as usual, for
            replicas that are started from now on; by component.
        places: The port of each replica by its address, for Services.
        replicas: That run, by the uid of the pod.
    """

    api: Api
    bondstone: Bondstone
    ports: Iterator[int]
    programs: dict[str, Sequence[str]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    replicas: dict[str, Replica] = field(default_factory=dict)
    _free: list[tuple[int, int]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def until(self, ask: Callable[[], object], *, seconds: float = 180, what: str) -> None:
        """Turn until the answer is true.

        Raises:
            LocalClusterError: It was not within the time.
        """

        def turned() -> object:
            self.turn()
            return ask()

        wait_for(turned, seconds=seconds, what=what)

    def of(self, component: str) -> list[Replica]:
        """Return the replicas of a component that are not being ended, oldest first."""
        return [
            each
            for each in self.replicas.values()
            if each.component == component and not each.ending
        ]

    def turn(self) -> None:
        """Look at every pod once."""
        with suppress(LocalClusterError):  # the API server is away: what runs goes on
            names = ",".join(f"bondstone-{each}" for each in COMPONENTS)
            path = f"{_PODS}?labelSelector={_NAME}%20in%20({names})"
            for pod in self.api.call("GET", path)["items"]:
                if pod["spec"].get("nodeName"):
                    self._turn(pod)

    def stop(self) -> None:
        """End all of them at once."""
        for replica in self.replicas.values():
            replica.kill()

    def _turn(self, pod: Mapping[str, Any]) -> None:
        uid, ends = pod["metadata"]["uid"], "deletionTimestamp" in pod["metadata"]
        if uid not in self.replicas and not ends:
            self.replicas[uid] = self._start(pod)
        replica = self.replicas.get(uid)
        if replica is not None and not ends:
            replica.look(self.programs.get(replica.component))
            self._tell(replica, pod)
        elif replica is None or replica.ended(pod["spec"]):
            self._forget(pod)

    def _start(self, pod: Mapping[str, Any]) -> Replica:
        component = pod["metadata"]["labels"][_NAME].removeprefix("bondstone-")
        ports = self._free.pop() if self._free else (next(self.ports), next(self.ports))
        address = f"10.64.0.{next(self._numbers)}"
        self.places[address] = ports[0]
        replica = Replica(
            pod=pod["metadata"]["name"],
            component=component,
            node=pod["spec"]["nodeName"],
            address=address,
            ports=ports,
            spec=pod["spec"]["containers"][0],
            bondstone=self.bondstone,
        )
        replica.start(self.programs.get(component))
        return replica

    def _tell(self, replica: Replica, pod: Mapping[str, Any]) -> None:
        """Write the pod's status where it has changed."""
        told = {each["type"]: each["status"] for each in pod["status"].get("conditions", ())}
        ready = str(replica.ready)
        if told.get("Ready") == ready:
            return
        conditions = [{"type": kind, "status": ready} for kind in ("Ready", "ContainersReady")]
        conditions.append({"type": "Initialized", "status": "True"})
        status = {
            "phase": "Running",
            "podIP": replica.address,
            "podIPs": [{"ip": replica.address}],
            "conditions": conditions,
        }
        path = f"{_PODS}/{replica.pod}/status"
        self.api.call("PATCH", path, {"status": status}, patch="strategic-merge-patch")

    def _forget(self, pod: Mapping[str, Any]) -> None:
        replica = self.replicas.pop(pod["metadata"]["uid"], None)
        if replica is not None:
            self._free.append(replica.ports)
        try:
            path = f"{_PODS}/{pod['metadata']['name']}"
            self.api.call("DELETE", path, {"gracePeriodSeconds": 0})
        except ApiStatusError as exc:
            if exc.status != 404:
                raise
