# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is written into templates stays: applying again changes nothing and rolls nothing out."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, PROTECTED, World
from tests.e2e.conftest import GUARDED
from tests.e2e.templates.conftest import Apply
from tests.e2e.templates.controllers import KINDS, manifest, pod_spec

Name = Callable[[], str]
Get = Callable[..., dict[str, Any]]
TRUSTED = "bondstone.node-restriction.kubernetes.io/trusted"


def replica_sets(world: World, name: str, namespace: str = PROTECTED) -> list[dict[str, Any]]:
    listed = world.kubectl("-n", namespace, "get", "replicasets", f"-l=app={name}", "-o=json")
    found: list[dict[str, Any]] = json.loads(listed)["items"]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_its_pods_will_be(
    apply: Apply, get: Get, encrypted: Pushed, name: Name, kind: str
) -> None:
    named = name()
    document = manifest(kind, named, encrypted.reference)
    assert "created" in apply(document)
    first = get(kind, named)
    spec = pod_spec(first)
    assert spec["containers"][0]["image"] == f"{encrypted.reference}@{encrypted.digest}"
    assert spec["schedulerName"] == "bondstone-scheduler"
    assert TRUSTED in json.dumps(spec["affinity"])
    apply(document)
    assert get(kind, named)["metadata"]["generation"] == first["metadata"]["generation"]
    assert pod_spec(get(kind, named)) == spec


def test_applying_again_by_another_manager_changes_no_generation(
    world: World, apply: Apply, get: Get, encrypted: Pushed, name: Name
) -> None:
    named = name()
    document = manifest("Deployment", named, encrypted.reference)
    ways = [
        ("--server-side", "--force-conflicts", f"--field-manager={manager}")
        for manager in ("me", "argocd-controller", "kustomize-controller")
    ]
    apply(document, *ways[0])
    pods = ("-n", PROTECTED, "get", "pods", f"-l=app={named}", "-o=jsonpath={..nodeName}")
    assert world.wait(lambda: world.kubectl(*pods), what="its pod is bound") == EU
    (replicas,) = replica_sets(world, named)
    before = get("deployment", named)
    assert pod_spec(before) == pod_spec(replicas)
    for way in ways:
        assert "serverside-applied" in apply(document, *way)
    after = get("deployment", named)
    assert after["metadata"]["generation"] == before["metadata"]["generation"]
    assert after["spec"] == before["spec"]
    assert len(replica_sets(world, named)) == 1
    diff = ("-n", PROTECTED, "diff", "-f", "-", *ways[1])
    said = world.kubectl(*diff, stdin=json.dumps(document))
    assert not [line for line in said.splitlines() if re.match(r"[+-] ", line)]
    # Client-side after server-side: the annotation that kubectl adds is all that is new.
    apply(document)
    assert get("deployment", named)["spec"] == before["spec"]


POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: found-it-there}
spec:
  match: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: guarded}}}
  images: {encryption: Required, keyProviders: [jwe]}
  nodes: {trust: Required}
"""


@pytest.mark.usefixtures("guarded")
def test_what_was_there_before_is_rolled_out_by_its_owner_alone(
    world: World, apply: Apply, get: Get, encrypted: Pushed, name: Name,
    policies: Callable[[str], str],
) -> None:  # fmt: skip
    running, paused = name(), name()

    def act(*arguments: str) -> str:
        return world.kubectl("-n", GUARDED, *arguments)

    apply(manifest("Deployment", running, encrypted.reference), namespace=GUARDED)
    waiting = manifest("Deployment", paused, encrypted.reference)
    waiting["spec"]["paused"] = True
    apply(waiting, namespace=GUARDED)
    act("rollout", "pause", f"deployment/{paused}")
    world.wait(lambda: replica_sets(world, running, GUARDED), what="the first has its ReplicaSet")
    policies(POLICY)
    probe = ("run", "probe", "--image=registry.example/x:1", "--dry-run=server")
    world.wait(lambda: "found-it-there" in act(*probe), what="the policy is in force")
    act("scale", f"deployment/{running}", "--replicas=2")
    act("label", "deployment", running, "a=b")
    (replicas,) = replica_sets(world, running, GUARDED)
    assert pod_spec(replicas)["containers"][0]["image"] == encrypted.reference
    act("scale", f"deployment/{paused}", "--replicas=2")
    act("rollout", "resume", f"deployment/{paused}")
    bound = ("get", "pods", f"-l=app={paused}", "-o=jsonpath={..nodeName}")
    world.wait(lambda: len(act(*bound).split()) == 2, what="its pods are bound")
    (made,) = replica_sets(world, paused, GUARDED)
    assert pod_spec(made) == pod_spec(get("deployment", paused, GUARDED))
    assert "collisionCount" not in get("deployment", paused, GUARDED)["status"]
    act("rollout", "restart", f"deployment/{running}")
    image = pod_spec(get("deployment", running, GUARDED))["containers"][0]["image"]
    assert image == encrypted.reference
    other = world.images.encrypted("shop/story:2")
    act("set", "image", f"deployment/{running}", f"main={other.reference}")
    image = pod_spec(get("deployment", running, GUARDED))["containers"][0]["image"]
    assert image == f"{other.reference}@{other.digest}"
