# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A real API server, which is a Go client, sends more than is read: it gets our refusal each time.

Its call must not fail: what fails is admitted where ``failurePolicy`` is Ignore, as it is here.
"""

import base64
import json
import sys
from collections.abc import Callable, Iterator

import pytest

from localcluster.api import ApiStatusError
from localcluster.cluster import LocalCluster
from localcluster.ports import HOST
from localcluster.process import Process
from localcluster.waiting import wait_for
from tests.integration.apps import small_webhook

TIMES = 10
WHY = "it is longer than this webhook reads"
Create = Callable[[int], str]


@pytest.fixture
def create(cluster: LocalCluster) -> Iterator[Create]:
    """Return a function that creates a ConfigMap of some bytes and returns what was said."""
    ports, pki = cluster.ports, cluster.pki
    settings = {
        "port": ports.spare,
        "health_port": ports.hub_health,
        "tls_cert": str(pki.certificate("webhook")),
        "tls_key": str(pki.key("webhook")),
    }
    command = [sys.executable, "-m", small_webhook.__name__, json.dumps(settings)]
    process = Process("small webhook", command, log=cluster.folder / "logs" / "small.log")
    path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"
    cluster.api.call("POST", path, configuration(ports.spare, pki.ca.read_bytes()))
    number = 0

    def act(size: int) -> str:
        nonlocal number
        number += 1
        document = {"metadata": {"name": f"large-{number}"}, "data": {"a": "x" * size}}
        try:
            cluster.api.call("POST", "/api/v1/namespaces/default/configmaps", document)
        except ApiStatusError as exc:
            return str(exc)
        return "created"

    try:
        wait_for(lambda: WHY in act(100_000), seconds=30, what="the webhook is asked")
        yield act
    finally:
        cluster.api.call("DELETE", f"{path}/small.bondstone.dev")
        process.stop()


def configuration(port: int, ca: bytes) -> dict[str, object]:
    names = [{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["default"]}]
    rule = {
        "apiGroups": [""],
        "apiVersions": ["v1"],
        "operations": ["CREATE"],
        "resources": ["configmaps"],
    }
    webhook = {
        "name": "small.bondstone.dev",
        "admissionReviewVersions": ["v1"],
        "clientConfig": {
            "url": f"https://{HOST}:{port}/validate",
            "caBundle": base64.b64encode(ca).decode(),
        },
        "failurePolicy": "Ignore",
        "sideEffects": "None",
        "namespaceSelector": {"matchExpressions": names},
        "rules": [rule],
    }
    return {"metadata": {"name": "small.bondstone.dev"}, "webhooks": [webhook]}


def test_more_than_is_read_is_refused_each_time_and_the_rest_goes_on(create: Create) -> None:
    for size in (70_000, 900_000):
        said = [create(size) for _ in range(TIMES)]
        assert [WHY in each for each in said] == [True] * TIMES, said
        assert create(100) == "created"
