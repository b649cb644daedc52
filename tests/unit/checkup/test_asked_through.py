# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The webhook asked through the API server."""

from typing import Any

import pytest

from checkup.asked_through import asked_through
from cluster.errors import ForbiddenError, RefusedError
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told

LABEL = {"bondstone.dev/protected": "true"}
PODS = "/api/v1/namespaces/payments/pods"
FAILED = 'Internal error occurred: failed calling webhook "protected.mutate.bondstone.dev": x509'


def namespace(name: str, labels: dict[str, str] = LABEL) -> dict[str, Any]:
    return {"metadata": {"name": name, "labels": labels}}


def api(*names: str) -> SimulatedApi:
    labelled = [namespace(name) for name in names]
    return SimulatedApi(objects={"/api/v1/namespaces": [*labelled, namespace("open", {})]})


@pytest.mark.parametrize(
    ("refusal", "why"),
    [(None, "ok: the webhook was asked, and admitted the probe"),
     (ForbiddenError('admission webhook "x" denied the request: no'),
      "ok: the webhook was asked, and refused the probe"),
     (ForbiddenError("pods is forbidden: User x cannot create"), "unknown: the probe was not"),
     (RefusedError(f"POST: 500 {FAILED}"), f"wrong: POST: 500 {FAILED}"),
     (RefusedError("POST: 422 quota"), "unknown: the pod was refused by another: POST: 422")],
)  # fmt: skip
def test_what_is_said_of_the_pod_tells_whether_the_webhook_was_heard(
    refusal: RefusedError | None, why: str
) -> None:
    one = api("payments", "kube-system")
    if refusal is not None:
        one.refusals[PODS] = refusal
    found = told(asked_through(one))
    assert list(found) == ["namespace payments"]
    assert found["namespace payments"].startswith(why)


def test_where_nothing_is_protected_nobody_is_asked() -> None:
    one = api()
    assert list(told(asked_through(one))) == ["webhook"]
    assert one.created == []


def test_some_namespaces_are_enough() -> None:
    one = api(*(f"n{number}" for number in range(9)))
    assert len(told(asked_through(one))) == 5
