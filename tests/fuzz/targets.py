# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Both servers' applications; their neighbours know two images and one trusted node.

One image is encrypted, and one is not: every other one is unknown, which templates are only warned
of, so that without it nothing would have to be refused of a template's images.
"""

import json
from base64 import b64decode
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonpatch
from flask import Blueprint
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry

from extender.judging import Judge
from extender.routes import blueprint as extender_routes
from extender.standing import Standing
from serving.app import app
from serving.component import Check
from serving.settings import ServerSettings
from tests.fuzz.inputs import recordings
from tests.fuzz.registry import FuzzedImages
from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects, SimulatedPods
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.trust.builders import NODE, NOON, REPORT, policy, snapshot
from webhook.admission import Admission
from webhook.bindings import Bindings
from webhook.inspection import Inspection
from webhook.keyring import OwnCredentials
from webhook.routes import blueprint as webhook_routes
from webhook.standing import NoStanding

NAMESPACES = {"default": {"team": "payments"}}
"""Recordings are of the namespace ``default``: here it is protected."""
SCHEDULER = "bondstone-scheduler"


@dataclass
class _Component:
    blueprint: Blueprint
    checks: Sequence[Check] = ()

    def start(self) -> None:
        """Start nothing."""

    def stop(self) -> None:
        """Stop nothing."""


def _client(routes: Blueprint) -> FlaskClient:
    settings = ServerSettings(name="fuzz", tls_cert=Path("unused"), tls_key=Path("unused"))
    return app(_Component(routes), settings, CollectorRegistry()).test_client()


def webhook() -> FlaskClient:
    """Return a client of the webhook's application."""
    admission = Admission(
        policies=SimulatedObjects({"payments": policy(), "watched": policy(mode="Audit")}),
        namespaces=SimulatedNamespaces(NAMESPACES),
        inspection=Inspection(
            FuzzedImages(),
            ThreadPoolExecutor(2),
            OwnCredentials(),
            aside=ThreadPoolExecutor(2),
        ),
        scheduler_name=SCHEDULER,
        bindings=Bindings(
            policies=SimulatedObjects({"payments": policy()}),
            namespaces=SimulatedNamespaces(NAMESPACES),
            pods=SimulatedPods(),
            standing=NoStanding(),
        ),
    )
    return _client(webhook_routes(admission, CollectorRegistry()))


def extender() -> FlaskClient:
    """Return a client of the extender's application."""
    nodes = SimulatedObjects({"m1": NODE})
    judge = Judge(
        policies=SimulatedObjects({"payments": policy()}),
        namespaces=SimulatedNamespaces(NAMESPACES),
        nodes=nodes,
        standing=Standing(nodes=nodes, snapshots=SimulatedSnapshots(snapshot(REPORT))),
    )
    routes = extender_routes(judge, now=lambda: NOON, registry=CollectorRegistry())
    return _client(routes)


def review_seeds(client: FlaskClient) -> list[Any]:
    """Return reviews as recorded, of a Deployment of each new pod, and as /mutate leaves each."""
    seeds = recordings("reviews") + recordings("mutations")
    seeds += [_deployment(seed) for seed in seeds if seed["request"]["operation"] == "CREATE"]
    mutated = [found for seed in seeds if (found := _mutated(client, seed)) is not None]
    return seeds + mutated + [_update(seed) for seed in mutated]


def _deployment(review: Any) -> Any:  # noqa: ANN401  any JSON
    pod = review["request"]["object"]
    template = {"metadata": {"labels": {"app": "api"}}, "spec": pod["spec"]}
    selector = {"matchLabels": {"app": "api"}}
    document = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "api", "namespace": "default"},
        "spec": {"replicas": 2, "selector": selector, "template": template},
    }
    version = {"group": "apps", "version": "v1"}
    changes = {
        "kind": {**version, "kind": "Deployment"},
        "resource": {**version, "resource": "deployments"},
        "object": document,
    }
    return {**review, "request": {**review["request"], **changes}}


def _update(review: Any) -> Any:  # noqa: ANN401  any JSON
    """Return an update of an object that changes nothing yet."""
    request = review["request"]
    changes = {"operation": "UPDATE", "oldObject": request["object"]}
    return {**review, "request": {**request, **changes}}


def _mutated(client: FlaskClient, review: Any) -> Any:  # noqa: ANN401  any JSON
    answer = client.post("/mutate", json=review).get_json()["response"]
    if "patch" not in answer:
        return None
    patch = json.loads(b64decode(answer["patch"]))
    patched = jsonpatch.apply_patch(review["request"]["object"], patch)
    return {**review, "request": {**review["request"], "object": patched}}
