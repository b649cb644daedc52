# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody with rights over admission deletes or weakens the configuration that calls us."""

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import trustme

from localcluster.world import World
from tests.e2e.auditing import hub_metric

DETECTED_BY = (
    "The API server sends changes of webhook configurations and of admission policies to no "
    "admission webhook and judges them by no admission policy, so that a cluster can always be "
    "repaired; it is RBAC that grants them. The hub compares them with what is shipped: Event "
    "ConfigurationChanged, a warning in its log, and bondstone_webhook_configuration_intact 0."
)
PROTECTED = "protected.validate.bondstone.dev"
KIND = "ValidatingWebhookConfiguration"


def intact(world: World, kind: str = KIND, name: str = "bondstone") -> float:
    labels = f'{{configuration="{kind}/{name}"}}'
    return hub_metric(world, f"bondstone_webhook_configuration_intact{labels}")


@pytest.fixture
def shipped(world: World) -> Iterator[dict[str, Any]]:
    """Return the configuration as it was shipped; at the end it is so again."""
    world.wait(lambda: intact(world) == 1, what="the configuration is intact")
    document = json.loads(world.kubectl("get", KIND, "bondstone", "-o=json"))
    for field in ("resourceVersion", "uid", "managedFields", "generation", "creationTimestamp"):
        document["metadata"].pop(field, None)
    yield document
    world.kubectl("delete", KIND, "bondstone", "--ignore-not-found")
    world.kubectl("create", "-f", "-", stdin=json.dumps(document))
    world.wait(lambda: intact(world) == 1, what="it is as it was shipped again")


def told(world: World, text: str, name: str = "bondstone") -> None:
    world.wait(
        lambda: text in world.events_of(name, namespace="default"), what=f"an Event says: {text}"
    )


def test_everything_is_intact_at_first(world: World) -> None:
    kinds = ("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding")
    for kind in kinds:
        names = world.kubectl("get", kind, "-o=jsonpath={.items[*].metadata.name}").split()
        ours = [name for name in names if name.endswith(".bondstone.dev")]
        assert ours
        for name in ours:  # a hub that was restarted just now has not looked yet
            world.wait(partial(_is_intact, world, kind, name), what=f"{kind} {name} is intact")
    kind = "MutatingWebhookConfiguration"
    world.wait(partial(_is_intact, world, kind, "bondstone"), what=f"{kind} is intact")


def _is_intact(world: World, kind: str, name: str) -> bool:
    return intact(world, kind, name) == 1


def test_an_entry_that_is_deleted_is_reported(world: World, shipped: dict[str, Any]) -> None:
    assert shipped["webhooks"][0]["name"] == PROTECTED
    patch = json.dumps([{"op": "remove", "path": "/webhooks/0"}])
    world.kubectl("patch", KIND, "bondstone", "--type=json", "-p", patch)
    world.wait(lambda: intact(world) == 0, what="the metric says so")
    told(world, f"webhooks.{PROTECTED} is absent")


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"path": "/webhooks/0/failurePolicy", "value": "Ignore"},
         f"webhooks.{PROTECTED}.failurePolicy is Ignore, and shipped as Fail"),
        ({"path": "/webhooks/0/clientConfig/url", "value": "https://127.0.0.1:1/validate"},
         f"webhooks.{PROTECTED}.clientConfig.url is https://127.0.0.1:1/validate"),
        ({"path": "/webhooks/0/objectSelector", "value": {"matchLabels": {"never": "set"}}},
         f"webhooks.{PROTECTED}.objectSelector is"),
    ],
)  # fmt: skip
def test_an_entry_that_is_weakened_is_reported(
    world: World, change: dict[str, object], text: str
) -> None:
    patch = json.dumps([{"op": "replace", **change}])
    assert "patched" in world.kubectl("patch", KIND, "bondstone", "--type=json", "-p", patch)
    world.wait(lambda: intact(world) == 0, what="the metric says so")
    told(world, text)


@pytest.mark.usefixtures("shipped")
def test_a_swapped_authority_is_reported(world: World) -> None:
    other = b64encode(trustme.CA().cert_pem.bytes()).decode()
    change = [{"op": "replace", "path": "/webhooks/0/clientConfig/caBundle", "value": other}]
    world.kubectl("patch", KIND, "bondstone", "--type=json", "-p", json.dumps(change))
    world.wait(lambda: intact(world) == 0, what="the metric says so")
    told(world, f"{PROTECTED} has another caBundle")
