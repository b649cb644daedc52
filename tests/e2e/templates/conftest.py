# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Objects that make pods, taken away before their pods are, or they would make them again."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from localcluster.world import PROTECTED, World

Apply = Callable[..., str]


@pytest.fixture
def apply(world: World) -> Iterator[Apply]:
    """Apply an object with kubectl, and return what was said; it is deleted at the end."""
    applied: set[tuple[str, str, str]] = set()

    def act(document: dict[str, Any], *arguments: str, namespace: str = PROTECTED) -> str:
        applied.add((namespace, document["kind"], document["metadata"]["name"]))
        kubectl = ("-n", namespace, "apply", "-f", "-", *arguments)
        return world.kubectl(*kubectl, stdin=json.dumps(document))

    yield act
    for namespace, kind, name in applied:
        world.kubectl("-n", namespace, "delete", kind, name, "--ignore-not-found", "--wait=false")
        world.wait(lambda n=namespace, a=name: _gone(world, n, a), what=f"{kind} {name} is gone")  # type: ignore[misc]


def _gone(world: World, namespace: str, name: str) -> bool:
    """End pods at once, which no kubelet does, and tell whether nothing is left."""
    pods = ("-n", namespace, "delete", "pods", f"-l=app={name}")
    world.kubectl(*pods, "--force", "--grace-period=0", "--ignore-not-found")
    kinds = "pods,replicasets,deployments,daemonsets,statefulsets,replicationcontrollers,jobs"
    left = ("-n", namespace, "get", kinds, f"-l=app={name}", "-o=name", "--ignore-not-found")
    return world.kubectl(*left) == ""


@pytest.fixture
def get(world: World) -> Callable[..., dict[str, Any]]:
    """Read an object."""

    def act(kind: str, name: str, namespace: str = PROTECTED) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            world.kubectl("-n", namespace, "get", kind, name, "-o=json")
        )
        return found

    return act
