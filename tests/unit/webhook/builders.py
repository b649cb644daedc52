# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests and an Admission to begin with."""

import json
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jsonpatch

from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects, SimulatedPods
from tests.simulators.images import SimulatedImages
from tests.simulators.questions import SimulatedLive
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.trust.builders import (
    DIGEST,
    IMAGE,
    LAYER,
    NODE,
    NOON,
    REPORT,
    evidence,
    policy,
    snapshot,
)
from trust.policy import TrustPolicy
from trust.report import Node
from webhook.admission import Admission
from webhook.bindings import Bindings
from webhook.decision import Decision
from webhook.inspection import Inspection
from webhook.keyring import OwnCredentials
from webhook.respond import respond
from webhook.review import Request, parse_review
from webhook.standing import LiveStanding

PINNED = f"{IMAGE}@{DIGEST}"


def pod(image: str = IMAGE, **spec: object) -> dict[str, Any]:
    """Return a pod with one container."""
    container = {"name": "api", "image": image, "imagePullPolicy": "Always"}
    return {"metadata": {"name": "p"}, "spec": {"containers": [container], **spec}}


def review(document: dict[str, Any], **changes: object) -> dict[str, Any]:
    """Return an AdmissionReview of its creation in the namespace ``payments``."""
    request = {
        "uid": "u-1",
        "resource": {"group": "", "version": "v1", "resource": "pods"},
        "namespace": "payments",
        "operation": "CREATE",
        "userInfo": {"username": "alice"},
        "object": document,
        "oldObject": None,
        **changes,
    }
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}


def request(document: dict[str, Any], **changes: object) -> Request:
    """Return the parsed request of that review."""
    return parse_review(review(document, **changes))


@dataclass
class World:
    """An Admission and the neighbours that a test plays."""

    policies: SimulatedObjects[TrustPolicy] = field(
        default_factory=lambda: SimulatedObjects({"payments": policy()})
    )
    images: SimulatedImages = field(
        default_factory=lambda: SimulatedImages(
            {each: evidence(LAYER, image=IMAGE) for each in (IMAGE, PINNED)}
        )
    )
    namespaces: SimulatedNamespaces = field(
        default_factory=lambda: SimulatedNamespaces({"payments": {"team": "payments"}, "other": {}})
    )

    patience: timedelta = timedelta(minutes=1)
    pods: SimulatedPods = field(default_factory=SimulatedPods)
    nodes: SimulatedObjects[Node] = field(default_factory=lambda: SimulatedObjects({"m1": NODE}))
    snapshots: SimulatedSnapshots = field(
        default_factory=lambda: SimulatedSnapshots(snapshot(REPORT))
    )

    live: SimulatedLive = field(default_factory=SimulatedLive)

    def __post_init__(self) -> None:
        """Put the Admission together."""
        self.admission = Admission(
            policies=self.policies,
            namespaces=self.namespaces,
            inspection=Inspection(
                self.images,
                ThreadPoolExecutor(2),
                OwnCredentials(),
                aside=ThreadPoolExecutor(2),
                patience=self.patience,
            ),
            scheduler_name="bondstone-scheduler",
            bindings=Bindings(
                policies=self.policies,
                namespaces=self.namespaces,
                pods=self.pods,
                standing=LiveStanding(
                    nodes=self.nodes, snapshots=self.snapshots, live=self.live, now=lambda: NOON
                ),
            ),
        )

    def validate(self, document: dict[str, Any], **changes: object) -> Decision:
        """Judge an object."""
        return self.admission.validate(request(document, **changes), deadline=1e9)

    def mutate(self, document: dict[str, Any], **changes: object) -> dict[str, Any]:
        """Return the object as /mutate leaves it, or raise when it refuses."""
        decision = self.admission.mutate(request(document, **changes), deadline=1e9)
        response = respond("u-1", decision)["response"]
        assert response["allowed"], response
        if "patch" not in response:
            return document
        patch = json.loads(b64decode(response["patch"]))
        patched: dict[str, Any] = jsonpatch.apply_patch(document, patch)
        return patched
