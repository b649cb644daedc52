# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""TrustPolicies by what the hub wrote of them."""

from typing import Any

import pytest

from checkup.policies import policies
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told
from trust.names import POLICIES_PATH

TRUST, PLAIN = {"trust": "Required"}, {"encryption": "NotRequired"}
SPEC = {"match": {"podSelector": {"matchLabels": {"a": "b"}}}, "nodes": TRUST, "images": PLAIN}


def policy(status: str = "True", *, generation: int = 1, violations: int = 0) -> dict[str, Any]:
    ready = {"type": "Ready", "status": status, "reason": "Invalid", "message": "spec.match"}
    return {
        "apiVersion": "bondstone.dev/v1alpha1",
        "kind": "TrustPolicy",
        "metadata": {"name": "p", "uid": "u", "generation": generation},
        "spec": SPEC,
        "status": {
            "conditions": [ready],
            "observedGeneration": 1,
            "protectedPods": 3,
            "violations": violations,
        },
    }


@pytest.mark.parametrize(
    ("found", "why"),
    [(policy(), "ok: is Ready, selects 3 pods"),
     (policy(violations=2), "ok: is Ready, selects 3 pods, 2 of them violate it"),
     (policy("False"), "wrong: is not Ready (Invalid): spec.match"),
     (policy(generation=2), "wrong: the hub has not seen generation 2 of it")],
)  # fmt: skip
def test_each_is_told_with_what_its_status_says(found: dict[str, Any], why: str) -> None:
    api = SimulatedApi(objects={POLICIES_PATH: [found]})
    assert told(policies(api)) == {"TrustPolicy p": why}


def test_no_policy_is_fine_and_no_kind_is_not() -> None:
    assert list(told(policies(SimulatedApi(objects={POLICIES_PATH: []}))).values()) == [
        "ok: there is none: nothing is protected"
    ]
    assert list(told(policies(SimulatedApi())).values()) == ["wrong: are not served"]
