# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bondstone's webhook configurations taken away and put back, each time until it is so."""

from typing import Any

from localcluster.api import ApiStatusError
from localcluster.cluster import LocalCluster
from localcluster.waiting import wait_for
from localcluster.world import PROTECTED

_KINDS = ("mutatingwebhookconfigurations", "validatingwebhookconfigurations")
_FOLDER = "/apis/admissionregistration.k8s.io/v1"
_FORBIDDEN = 403


class Configurations:
    """The two objects, as they were when this was made.

    Args:
        cluster: Where they are.
        image: One that /validate admits.
    """

    def __init__(self, cluster: LocalCluster, image: str) -> None:
        self._api = cluster.api
        self._image = image
        self._kept = {kind: self._read(f"{_FOLDER}/{kind}/bondstone") for kind in _KINDS}
        self._there = True

    def apply(self) -> None:
        """Put them back, and wait until the API server asks the webhook."""
        if not self._there:
            for kind, document in self._kept.items():
                self._api.call("POST", f"{_FOLDER}/{kind}", document)
        self._there = True
        wait_for(lambda: self._asked() == (True, True), seconds=30, what="webhooks are asked")

    def remove(self) -> None:
        """Take them away, and wait until the API server asks nobody."""
        if self._there:
            for kind in _KINDS:
                self._api.call("DELETE", f"{_FOLDER}/{kind}/bondstone")
        self._there = False
        wait_for(lambda: self._asked() == (False, False), seconds=30, what="no webhook is asked")

    def _asked(self) -> tuple[bool, bool]:
        """Tell whether /mutate writes into a pod, and whether /validate refuses one."""
        placed, chosen = self._try({}), self._try({"nodeName": "chosen"})
        mutated = placed is not None and placed["spec"]["schedulerName"] != "default-scheduler"
        return mutated, chosen is None

    def _try(self, spec: dict[str, Any]) -> Any:  # noqa: ANN401  an API object
        """Create a pod without storing it; nothing where it is forbidden."""
        containers = [{"name": "api", "image": self._image}]
        pod = {"metadata": {"generateName": "probe-"}, "spec": {**spec, "containers": containers}}
        path = f"/api/v1/namespaces/{PROTECTED}/pods?dryRun=All"
        try:
            return self._api.call("POST", path, pod)
        except ApiStatusError as exc:
            if exc.status != _FORBIDDEN:
                raise
            return None

    def _read(self, path: str) -> dict[str, Any]:
        document = self._api.call("GET", path)
        document["metadata"] = {"name": document["metadata"]["name"]}
        return dict(document)
