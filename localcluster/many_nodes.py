# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Thousands of Node objects, and who they are, in seconds: one request each, and no Lease.

The node lifecycle controller must not run beside them: it would take them for dead.
"""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from localcluster.api import Api
from localcluster.identities import node_identity
from trust.names import IDENTITIES_PATH

_AT_A_TIME = 4
_RESOURCES = {"cpu": "4", "memory": "8Gi", "pods": "110"}


def node_name(number: int) -> str:
    """Name a node as long as real ones are."""
    return f"ip-10-{number // 256}-{number % 256}.eu-central-1.compute.internal"


def create_nodes(api: Api, labels: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Create Node objects that pods fit on, but for the taint of a node that is not ready.

    Args:
        api: The API server.
        labels: Of each node by its name.
    """

    def create(name: str, labels: Mapping[str, str]) -> None:
        metadata = {"name": name, "labels": {"kubernetes.io/hostname": name, **labels}}
        status = {"capacity": _RESOURCES, "allocatable": _RESOURCES}
        api.call("POST", "/api/v1/nodes", {"metadata": metadata, "status": status})

    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        list(pool.map(lambda each: create(*each), labels))


@contextmanager
def identified(api: Api, uuids: Mapping[str, str]) -> Iterator[None]:
    """Let NodeIdentities say for a while which hardware nodes are.

    Args:
        api: The API server.
        uuids: Of the hardware, by the node's name.
    """

    def create(name: str) -> None:
        document = node_identity(name, hardwareUUID=uuids[name])
        api.call("POST", IDENTITIES_PATH, document)

    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        list(pool.map(create, uuids))
        try:
            yield
        finally:
            # All by one request takes longer than a request may.
            list(pool.map(lambda name: api.call("DELETE", f"{IDENTITIES_PATH}/{name}"), uuids))
