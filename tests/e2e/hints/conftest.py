# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A world whose polls are so seldom that what is known at once is known from a hint."""

import json
import re
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import urllib3

from hub.hint_endpoint import PATH
from localcluster.keylime.refusal import Filter
from localcluster.keylime.world import KeylimeWorld, keylime_world_running
from localcluster.ports import HOST
from tests.e2e.starting import begun

SELDOM = {"pollPeriod": "30s", "maxStaleness": "60s", "deadline": "3s", "maxAge": "60s"}
Post = Callable[..., int]


@pytest.fixture(scope="package")
def world() -> Iterator[KeylimeWorld]:
    """Everything with Keylime and hints, in the place of the world of the other stories."""
    with begun(keylime_world_running(pace=SELDOM, hints=True)) as started:
        yield started


@pytest.fixture
def filter_call(world: KeylimeWorld, name: Callable[[], str]) -> Iterator[Filter]:
    """What the scheduler asks the extender about a pod that was admitted."""
    pod = name()
    world.run_pod(pod, world.images.encrypted("shop/story:1").reference)
    world.wait(lambda: world.node_of(pod), what="the pod is bound")
    asked = Filter(world, pod)
    yield asked
    asked.close()


@pytest.fixture
def post(world: KeylimeWorld) -> Post:
    """Send a hint as somebody with a certificate, and return the status of the answer."""

    def send(agent_id: str, *, event: str, certificate: Path, key: Path) -> int:
        message = json.dumps({"type": "revocation", "agent_id": agent_id, "event_id": event})
        context = ssl.create_default_context(cafile=str(world.cluster.pki.ca))
        context.load_cert_chain(certificate, key)
        port = world.cluster.ports.hub_hints
        with urllib3.HTTPSConnectionPool(HOST, port, ssl_context=context) as pool:
            body = json.dumps({"msg": message, "signature": ""}).encode()
            return pool.request("POST", PATH, body=body, retries=False, timeout=10).status

    return send


def polled_at(world: KeylimeWorld) -> float:
    """Return when the extender last heard of all nodes, in seconds since 1970."""
    shown = world.bondstone.metrics("extender")
    (age,) = re.findall(r'^bondstone_snapshot_age_seconds\{source="keylime"\} (\S+)$', shown, re.M)
    return time.time() - float(age)


def suspicions(world: KeylimeWorld, node: str) -> str:
    """Return what the hub wrote against a node."""
    return world.kubectl("get", "nodeidentity", node, "-o=jsonpath={.status.suspicions}")
