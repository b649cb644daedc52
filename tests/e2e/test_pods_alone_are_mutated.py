# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The component mutate-pods-only: a shipped variant, which the hub guards as it guards the other.

A hub that restores runs all the while, with the rights of its component.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from localcluster.images import Pushed
from localcluster.world import World
from tests.e2e.configured import RESTORING, hub_again, is_intact
from tests.e2e.looking import standings, status
from tests.e2e.templates.conftest import Apply
from tests.e2e.templates.conftest import apply as apply
from tests.e2e.templates.conftest import get as get
from tests.e2e.templates.controllers import manifest, pod_spec

Get = Callable[..., dict[str, Any]]
KIND = "MutatingWebhookConfiguration"
SUBJECT = f"{KIND}/bondstone"
LEFT_OUT = "templates.mutate.bondstone.dev"
OPTION = "--mutate-pods-only"


@pytest.fixture(scope="module")
def overlay(world: World) -> Iterator[Path]:
    """Apply the overlay with the component, and let a hub run that expects it and restores."""
    local = world.bondstone.overlay()
    ours = local.parent / "pods-alone"
    ours.mkdir()
    parts = {"resources": ["../local"], "components": ["../../components/mutate-pods-only"]}
    (ours / "kustomization.yaml").write_text(json.dumps(parts))
    world.cluster.kubectl("apply", "-f", str(RESTORING))
    world.cluster.kubectl("apply", "-k", str(ours))
    hub_again(world, OPTION, "--restore-webhook-configurations")
    world.wait(partial(is_intact, world, KIND, "bondstone"), what="the configuration is intact")
    yield ours
    world.kubectl("delete", "-f", str(RESTORING))
    hub_again(world)
    world.cluster.kubectl("apply", "-k", str(local))
    world.wait(partial(is_intact, world, KIND, "bondstone"), what="all is as before")


def _entries(world: World) -> list[str]:
    path = "-o=jsonpath={.webhooks[*].name}"
    return world.kubectl("get", KIND, "bondstone", path).split()


@pytest.mark.usefixtures("overlay")
def test_what_makes_pods_stays_as_it_was_written_and_its_pods_are_changed(
    world: World, apply: Apply, get: Get, encrypted: Pushed, name: Callable[[], str]
) -> None:
    named = name()
    assert "created" in apply(manifest("Deployment", named, encrypted.reference))
    image = pod_spec(get("deployment", named))["containers"][0]["image"]
    assert image == encrypted.reference
    path = ("get", "pods", "-n=payments", f"-l=app={named}", "-o=jsonpath={..image}")
    pinned = f"{encrypted.reference}@{encrypted.digest}"
    world.wait(lambda: pinned in world.kubectl(*path), what="its pod is bound to the digest")


@pytest.mark.usefixtures("overlay")
def test_status_is_told_which_variant_to_expect(world: World) -> None:
    _, lines = status(world, OPTION)
    assert standings(lines, "configurations")[SUBJECT] == "ok"
    code, lines = status(world)
    assert (code, standings(lines, "configurations")[SUBJECT]) == (1, "wrong")
    assert LEFT_OUT in lines[f"configurations {SUBJECT}"]["detail"]


def test_an_entry_that_is_put_back_by_somebody_is_taken_out_again(
    world: World, overlay: Path
) -> None:
    assert LEFT_OUT not in _entries(world)
    world.cluster.kubectl("apply", "-k", str(overlay.parent / "local"))
    message = f"{KIND} bondstone was put back"
    said = partial(world.events_of, "bondstone", namespace="default")
    world.wait(lambda: message in said(), what="an Event says that the hub took it out")
    world.wait(lambda: LEFT_OUT not in _entries(world), what="the entry is gone")
    world.wait(partial(is_intact, world, KIND, "bondstone"), what="the configuration is intact")


@pytest.mark.usefixtures("overlay")
def test_an_entry_that_is_weakened_is_as_it_was_again(world: World) -> None:
    change = [{"op": "replace", "path": "/webhooks/0/failurePolicy", "value": "Ignore"}]
    said = world.kubectl("patch", KIND, "bondstone", "--type=json", "-p", json.dumps(change))
    assert "patched" in said
    policy = "-o=jsonpath={.webhooks[0].failurePolicy}"
    world.wait(
        lambda: world.kubectl("get", KIND, "bondstone", policy) == "Fail", what="it is restored"
    )
    world.wait(partial(is_intact, world, KIND, "bondstone"), what="the configuration is intact")
    assert LEFT_OUT not in _entries(world)
