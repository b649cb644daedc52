# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Deployments and their replicas."""

from typing import Any

import pytest

from checkup.deployments import NAMES, deployments
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told

PATH = "/apis/apps/v1/namespaces/bondstone-system/deployments"
HUB = "Deployment bondstone-system/bondstone-hub"


def deployment(name: str, *, replicas: int = 2, **status: int) -> dict[str, Any]:
    known = {"observedGeneration": 3, "readyReplicas": 2, "updatedReplicas": 2}
    metadata = {"name": name, "generation": 3}
    return {"metadata": metadata, "spec": {"replicas": replicas}, "status": {**known, **status}}


def hub(**changes: int) -> dict[str, str]:
    others = [deployment(name) for name in NAMES if name != "bondstone-hub"]
    hub = [deployment("bondstone-hub", **changes)]
    return told(deployments(SimulatedApi(objects={PATH: others + hub})))


def test_all_that_are_ready_and_updated_are_fine() -> None:
    found = hub()
    assert {text.split(":")[0] for text in found.values()} == {"ok"}
    assert found[HUB] == "ok: 2 of 2 replicas are ready, 2 of the newest template"


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"readyReplicas": 1}, "1 of 2 replicas are ready, 2 of the newest template"),
     ({"updatedReplicas": 1}, "2 of 2 replicas are ready, 1 of the newest template"),
     ({"observedGeneration": 2}, "2 of 2 replicas are ready, 2 of the newest template"),
     ({"replicas": 0}, "is scaled to nothing")],
)  # fmt: skip
def test_one_that_is_not_is_wrong(changes: dict[str, int], why: str) -> None:
    assert hub(**changes)[HUB] == f"wrong: {why}"


def test_each_that_must_be_there_is_missed_and_each_other_one_is_told() -> None:
    issuer = deployment("bondstone-issuer", readyReplicas=0)
    found = told(deployments(SimulatedApi(objects={PATH: [issuer]})))
    assert [text for text in found.values() if text == "wrong: does not exist"] == [
        "wrong: does not exist"
    ] * len(NAMES)
    assert found["Deployment bondstone-system/bondstone-issuer"].startswith("wrong: 0 of 2")
