# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is counted of requests, and that a dry run is answered and not counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Blueprint
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry

from serving.app import app
from serving.component import Check
from serving.settings import ServerSettings
from tests.simulators.cluster import SimulatedObjects
from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import World, pod, review
from webhook.routes import blueprint

LABELS = {"endpoint": "validate", "mode": "Enforce", "verdict": "deny"}


@dataclass
class Component:
    """The webhook's routes, and nothing beside them."""

    blueprint: Blueprint
    checks: Sequence[Check] = ()

    def start(self) -> None:
        """Start nothing."""

    def stop(self) -> None:
        """Stop nothing."""


@pytest.fixture
def metrics() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def client(metrics: CollectorRegistry) -> FlaskClient:
    policies = {"payments": policy(), "watched": replace(policy(mode="Audit"), name="watched")}
    admission = World(policies=SimulatedObjects(policies)).admission
    settings = ServerSettings(name="routes", tls_cert=Path("unused"), tls_key=Path("unused"))
    component = Component(blueprint(admission, metrics))
    return app(component, settings, CollectorRegistry()).test_client()


def counted(metrics: CollectorRegistry) -> dict[str, float]:
    """Return every counter that has counted something, without the instants of their creation."""
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in metrics.collect()
        for sample in family.samples
        if sample.name.endswith("_total")
    }


def refused(client: FlaskClient, *, dry_run: bool) -> str:
    """Return why a pod is refused that names its node."""
    document = review(pod(nodeName="m1"), dryRun=dry_run)
    response = client.post("/validate", json=document).get_json()["response"]
    assert response["allowed"] is False
    return str(response["status"]["message"])


def test_a_dry_run_is_answered_as_the_real_one_and_not_counted(
    client: FlaskClient, metrics: CollectorRegistry
) -> None:
    said = refused(client, dry_run=True)
    assert client.post("/mutate", json=review(pod(), dryRun=True)).status_code == 200
    assert counted(metrics) == {}
    assert refused(client, dry_run=False) == said
    assert metrics.get_sample_value("bondstone_admission_decisions_total", LABELS) == 1
    for name, mode in (("payments", "Enforce"), ("watched", "Audit")):
        labels = {"policy": name, "mode": mode, "code": "node-name-set"}
        assert metrics.get_sample_value("bondstone_would_be_denials_total", labels) == 1


def test_whatever_names_requests_have_there_are_no_more_series(
    client: FlaskClient, metrics: CollectorRegistry
) -> None:
    def send(number: int) -> None:
        body = review(pod(images=[f"r{number}.example/a{number}:1"]), name=f"p{number}")
        body["request"]["object"]["metadata"]["annotations"] = {f"x{number}": "y"}
        body["request"]["object"]["metadata"]["labels"] = {f"x{number}": "y"}
        body["request"]["object"]["spec"]["schedulerName"] = f"s{number}"
        for path in ("/mutate", "/validate"):
            client.post(path, json=body)

    send(0)
    series = set(counted(metrics))
    for number in range(1, 50):
        send(number)
    assert set(counted(metrics)) == series
