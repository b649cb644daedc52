# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Two kinds of creators of pods: a kubectl for each, and a client that does not rest."""

import json
import ssl
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPSConnection
from itertools import count
from typing import Any

from localcluster.cluster import LocalCluster
from localcluster.errors import LocalClusterError
from localcluster.ports import HOST

_CREATED = 201


class Creators:
    """Creates pods in one namespace.

    Args:
        cluster: Where.
        namespace: Of the pods.
        image: Of their one container.
    """

    def __init__(self, cluster: LocalCluster, namespace: str, image: str) -> None:
        self._cluster = cluster
        self._path = f"/api/v1/namespaces/{namespace}/pods"
        self._image = image
        self._namespace = namespace
        self._numbers = count()
        self._context = ssl.create_default_context(cafile=cluster.pki.ca)
        self._context.load_cert_chain(cluster.pki.certificate("admin"), cluster.pki.key("admin"))

    def apply(self, parallel: int, pods: int) -> None:
        """Create pods by ``kubectl apply``, so many at a time.

        Raises:
            LocalClusterError: One was refused.
        """
        with ThreadPoolExecutor(parallel) as pool:
            list(pool.map(self._apply, range(pods)))

    def post(self, parallel: int, pods: int) -> None:
        """Create pods over as many connections, the next one as soon as one is answered.

        Raises:
            LocalClusterError: One was refused.
        """
        with ThreadPoolExecutor(parallel) as pool:
            list(pool.map(self._post, [pods // parallel] * parallel))

    def delete(self) -> None:
        """Delete all pods of the namespace; none of them has a node, so that none lingers."""
        self._cluster.api.call("DELETE", self._path)

    def _apply(self, number: int) -> None:
        del number
        self._cluster.kubectl("apply", "-f", "-", stdin=self._document())

    def _post(self, pods: int) -> None:
        connection = HTTPSConnection(
            HOST, self._cluster.ports.api, context=self._context, timeout=30
        )
        headers = {"Content-Type": "application/json"}
        for _ in range(pods):
            connection.request("POST", self._path, body=self._document(), headers=headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != _CREATED:
                raise LocalClusterError(f"POST {self._path}: {answer.status} {said[:300]!r}")
        connection.close()

    def _document(self) -> str:
        container = {"name": "api", "image": self._image}
        document: dict[str, Any] = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": f"bench-{next(self._numbers)}", "namespace": self._namespace},
            "spec": {"restartPolicy": "Never", "containers": [container]},
        }
        return json.dumps(document)
