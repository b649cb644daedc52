# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Deployment asks for no replica while it is judged, and is scaled up afterwards."""

from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World
from tests.e2e.conftest import GUARDED
from tests.e2e.templates.controllers import manifest

GUARD = "Templates are judged whatever the number of replicas, and each pod that comes of one is."

NAME = "from-zero"
TEXT = "layers 1, 2, 3 of 3 are not encrypted"
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: from-zero}
spec:
  match: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: guarded}}}
  images: {encryption: Required, keyProviders: [jwe]}
  nodes: {trust: NotRequired}
"""


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "ReplicaSet"])
def test_no_replica_is_no_excuse(
    world: World, apply: Callable[..., str], plain: Pushed, name: Callable[[], str], kind: str
) -> None:
    document = manifest(kind, name(), plain.reference)
    document["spec"]["replicas"] = 0
    assert TEXT in apply(document, namespace=PROTECTED)


@pytest.mark.usefixtures("guarded")
def test_what_was_there_before_may_be_scaled_and_gets_no_pod(
    world: World, apply: Callable[..., str], plain: Pushed, policies: Callable[[str], str]
) -> None:
    document = manifest("Deployment", NAME, plain.reference)
    document["spec"]["replicas"] = 0
    assert "created" in apply(document, namespace=GUARDED)
    policies(POLICY)
    probe = ("-n", GUARDED, "run", "probe", "--image=registry.example/x:1", "--dry-run=server")
    world.wait(lambda: "from-zero" in world.kubectl(*probe), what="the policy is in force")
    said = world.kubectl("-n", GUARDED, "scale", f"deployment/{NAME}", "--replicas=3")
    assert "scaled" in said
    events = ("-n", GUARDED, "get", "events", "--field-selector=reason=FailedCreate")
    world.wait(lambda: TEXT in world.kubectl(*events, "-o=yaml"), what="its events say why")
    pods = ("-n", GUARDED, "get", "pods", f"-l=app={NAME}", "-o=name")
    assert world.kubectl(*pods) == ""
