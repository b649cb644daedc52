# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Namespaces that must never wait for the webhook."""

from functools import partial
from typing import Any

from checkup.never_behind import never_behind
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told
from trust.names import POLICIES_PATH

TRUST, PLAIN = {"trust": "Required"}, {"encryption": "NotRequired"}
EVERYTHING = {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "Exists"}]}
look = partial(never_behind, others=["cert-manager"])


def namespace(name: str, **labels: str) -> dict[str, Any]:
    labels = {"kubernetes.io/metadata.name": name, **labels}
    return {"metadata": {"name": name, "labels": labels}}


def api(*namespaces: dict[str, Any]) -> SimulatedApi:
    return SimulatedApi(objects={"/api/v1/namespaces": list(namespaces)})


def test_they_are_fine_without_the_label_and_nobody_asks_for_what_is_not_there() -> None:
    found = told(look(api(namespace("kube-system"), namespace("cert-manager"), namespace("x"))))
    assert found == {
        "namespace kube-system": "ok: does not wait for the webhook",
        "namespace cert-manager": "ok: does not wait for the webhook",
    }


def test_the_label_on_one_of_them_is_wrong() -> None:
    one = api(namespace("cert-manager", **{"bondstone.dev/protected": "true"}))
    (line,) = look(one)
    assert line.standing.value == "wrong"
    assert line.remedy == "kubectl label namespace cert-manager bondstone.dev/protected-"


def test_a_policy_that_selects_the_namespace_of_cert_manager_is_wrong_if_it_is_enforced() -> None:
    one = api(namespace("cert-manager"), namespace("kube-system"))
    spec = {"match": {"namespaceSelector": EVERYTHING}, "nodes": TRUST, "images": PLAIN}
    head = {"apiVersion": "bondstone.dev/v1alpha1", "kind": "TrustPolicy"}
    policy = {**head, "metadata": {"name": "all"}, "spec": spec}
    one.objects[POLICIES_PATH] = [policy]
    found = told(look(one))
    assert found["namespace cert-manager"].startswith("wrong: is selected by TrustPolicy all")
    assert found["namespace kube-system"].startswith("ok")
    one.objects[POLICIES_PATH] = [{**policy, "spec": {**spec, "mode": "Warn"}}]
    assert told(look(one))["namespace cert-manager"].startswith("ok")
