# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where the operator asked for it, what calls us is put back as it was shipped."""

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import trustme

from localcluster.world import World
from tests.e2e.auditing import hub_metric
from tests.e2e.configured import RESTORING, content_of, hub_again, is_intact

KIND = "ValidatingWebhookConfiguration"
OURS = (
    (KIND, "bondstone"),
    ("MutatingWebhookConfiguration", "bondstone"),
    ("ValidatingAdmissionPolicy", "node-marks.bondstone.dev"),
    ("ValidatingAdmissionPolicyBinding", "mirror-pods.bondstone.dev"),
)
ENTRY = "/webhooks/0"


@pytest.fixture(scope="module")
def restoring(world: World) -> Iterator[World]:
    """Let a hub run that puts configurations back, with exactly the rights of the component."""
    world.kubectl("apply", "-f", str(RESTORING))
    hub_again(world, "--restore-webhook-configurations")
    world.wait(partial(_all_intact, world), what="the configurations are intact")
    yield world
    world.kubectl("delete", "-f", str(RESTORING))
    hub_again(world)


def _all_intact(world: World) -> bool:
    return all(is_intact(world, kind, name) for kind, name in OURS)


def _restorations(world: World, kind: str = KIND, name: str = "bondstone") -> float:
    labels = f'{{configuration="{kind}/{name}"}}'
    return hub_metric(world, f"bondstone_webhook_configuration_restorations_total{labels}")


@pytest.mark.parametrize(("kind", "name"), OURS)
def test_what_is_deleted_is_there_again(restoring: World, kind: str, name: str) -> None:
    before = content_of(restoring, kind, name)
    restoring.kubectl("delete", kind, name)
    restoring.wait(lambda: content_of(restoring, kind, name) == before, what=f"{kind} is restored")
    said = partial(restoring.events_of, name, namespace="default")
    restoring.wait(lambda: f"{kind} {name} was put back" in said(), what="an Event says so")
    restoring.wait(lambda: _restorations(restoring, kind, name) > 0, what="it is counted")


def _patched(world: World, *changes: dict[str, Any]) -> None:
    said = world.kubectl("patch", KIND, "bondstone", "--type=json", "-p", json.dumps(changes))
    assert "patched" in said


@pytest.mark.parametrize(
    "changes",
    [
        [
            {"op": "replace", "path": f"{ENTRY}/failurePolicy", "value": "Ignore"},
            {"op": "remove", "path": f"{ENTRY}/rules"},
            {"op": "replace", "path": f"{ENTRY}/objectSelector",
             "value": {"matchLabels": {"no": "such"}}},
            {"op": "add", "path": f"{ENTRY}/matchConditions",
             "value": [{"name": "never", "expression": "false"}]},
        ],
        [
            {"op": "replace", "path": f"{ENTRY}/clientConfig/caBundle", "value": ""},
            {"op": "replace", "path": f"{ENTRY}/clientConfig/url", "value": "https://127.0.0.1:1"},
        ],
        [{"op": "remove", "path": ENTRY}],
    ],
    ids=["weakened", "called elsewhere with no authority", "an entry dropped"],
)  # fmt: skip
def test_what_is_changed_is_as_it_was_again(
    restoring: World, changes: list[dict[str, Any]]
) -> None:
    before = content_of(restoring, KIND, "bondstone")
    _patched(restoring, *changes)
    restoring.wait(
        lambda: content_of(restoring, KIND, "bondstone") == before,
        what="it is restored",
    )
    restoring.wait(partial(is_intact, restoring, KIND, "bondstone"), what="and it is intact")


def test_a_policy_that_was_loosened_is_as_it_was_again(restoring: World) -> None:
    kind, name = "ValidatingAdmissionPolicyBinding", "mirror-pods.bondstone.dev"
    before = content_of(restoring, kind, name)
    patch = json.dumps({"spec": {"validationActions": ["Audit"], "matchResources": {
        "namespaceSelector": {"matchLabels": {"no": "such"}}}}})  # fmt: skip
    assert "patched" in restoring.kubectl("patch", kind, name, "--type=merge", "-p", patch)
    restoring.wait(lambda: content_of(restoring, kind, name) == before, what="it is restored")


def test_an_injected_bundle_survives_a_restoration(restoring: World) -> None:
    """As while authorities rotate: two of them, and the file of the hub knows the one alone."""
    both = restoring.cluster.pki.ca.read_bytes() + trustme.CA().cert_pem.bytes()
    kind, bundle = "MutatingWebhookConfiguration", b64encode(both).decode()
    at = f"{ENTRY}/clientConfig/caBundle"
    right = b64encode(restoring.cluster.pki.ca.read_bytes()).decode()
    changes = [
        {"op": "replace", "path": at, "value": bundle},
        {"op": "replace", "path": f"{ENTRY}/failurePolicy", "value": "Ignore"},
    ]
    said = restoring.kubectl("patch", kind, "bondstone", "--type=json", "-p", json.dumps(changes))
    assert "patched" in said

    def found() -> dict[str, Any]:
        entries = json.loads(restoring.kubectl("get", kind, "bondstone", "-o=json"))["webhooks"]
        first: dict[str, Any] = entries[0]
        return first

    restoring.wait(lambda: found()["failurePolicy"] == "Fail", what="it is restored")
    assert found()["clientConfig"]["caBundle"] == bundle
    put_back = [{"op": "replace", "path": at, "value": right}]
    restoring.kubectl("patch", kind, "bondstone", "--type=json", "-p", json.dumps(put_back))
    restoring.wait(partial(is_intact, restoring, kind, "bondstone"), what="it is intact again")


def test_the_rights_end_at_our_own_names(restoring: World) -> None:
    hub = "--as=system:serviceaccount:bondstone-system:bondstone-hub"
    for verb in ("patch", "delete"):
        said = restoring.kubectl("auth", "can-i", verb, f"{KIND}/another", hub)
        assert said.splitlines()[-1] == "no"
