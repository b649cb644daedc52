# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whoever applies a controller's object hears at once what its pods would be refused for."""

import json
from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.ports import HOST
from localcluster.world import OTHER, PROTECTED, World
from tests.e2e.conftest import GUARDED
from tests.e2e.templates.conftest import Apply
from tests.e2e.templates.controllers import KINDS, manifest, pod_spec

Name = Callable[[], str]
TEXT = '(container "main"): layers 1, 2, 3 of 3 are not encrypted; encrypt every layer'
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: later}
spec:
  match: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: guarded}}}
  images: {encryption: Required, keyProviders: [jwe]}
  nodes: {trust: Required}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_image_is_refused_with_the_text_of_the_pod(
    world: World, apply: Apply, plain: Pushed, name: Name, kind: str
) -> None:
    document = manifest(kind, name(), plain.reference)
    said = apply(document)
    assert f'TrustPolicy "payments" refuses this {kind}: image "{plain.reference}@sha256:' in said
    assert TEXT in said
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name()}}
    bare = world.kubectl(
        "-n", PROTECTED, "create", "-f", "-", stdin=json.dumps({**pod, "spec": pod_spec(document)})
    )
    assert bare.partition("refuses this pod: ")[2] == said.partition(f"refuses this {kind}: ")[2]
    assert "created" in apply(document, namespace=OTHER)


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_one_is_created_and_its_updates_are_judged(
    world: World, apply: Apply, encrypted: Pushed, plain: Pushed, name: Name, kind: str
) -> None:
    named = name()
    assert "created" in apply(manifest(kind, named, encrypted.reference))
    worse = apply(manifest(kind, named, plain.reference))
    assert TEXT in worse or "field is immutable" in worse


@pytest.mark.usefixtures("guarded")
def test_what_was_there_before_the_policy_may_be_scaled_and_labelled(
    world: World, apply: Apply, plain: Pushed, name: Name, policies: Callable[[str], str]
) -> None:
    named, probe = name(), name()
    target = f"deployment/{named}"
    assert "created" in apply(manifest("Deployment", named, plain.reference), namespace=GUARDED)
    policies(POLICY)
    other = manifest("Deployment", probe, plain.reference)
    world.wait(
        lambda: TEXT in apply(other, "--dry-run=server", namespace=GUARDED),
        what="the policy is in force",
    )

    def act(*arguments: str) -> str:
        return world.kubectl("-n", GUARDED, *arguments)

    assert "scaled" in act("scale", target, "--replicas=0")
    assert "patched" in act("patch", target, '-p={"spec": {"replicas": 2, "paused": true}}')
    assert "labeled" in act("label", target, "a=b")
    assert "patched" in act("patch", target, '-p={"metadata": {"finalizers": ["example.com/x"]}}')
    assert "patched" in act("patch", target, '-p={"metadata": {"finalizers": null}}')
    assert "resumed" in act("rollout", "resume", target)
    assert "restarted" in act("rollout", "restart", target)
    assert "env updated" in act("set", "env", target, "A=b")
    assert "could not" not in act("get", "deployment", named, "-o=yaml")
    assert "are not encrypted" in act(
        "set", "image", target, f"main={plain.reference}@{plain.digest}"
    )


def test_a_registry_that_is_down_is_a_warning_and_not_a_refusal(
    world: World, apply: Apply, name: Name
) -> None:
    silent = f"{HOST}:{world.cluster.ports.private_registry}"
    said = apply(manifest("Deployment", name(), f"{silent}/shop/away:1"))
    assert "created" in said
    assert "refuses its pods as long as this holds" in said
