# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A kind that the webhook configurations do not list makes the pods, by a controller of its own."""

import json
from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, PROTECTED, World
from tests.e2e.granted import wait_granted

GUARD = "The pod is the enforcement point, whoever makes it; templates are early feedback only."

GROUP = "rollouts.example"
CRD = f"""
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: rollouts.{GROUP}}}
spec:
  group: {GROUP}
  scope: Namespaced
  names: {{kind: Rollout, plural: rollouts, singular: rollout}}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: {{type: object, x-kubernetes-preserve-unknown-fields: true}}
"""
ROLE = """
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: rollouts}
rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]
"""


@pytest.fixture
def _rollouts(world: World) -> Iterator[None]:
    """Serve the kind, and let its controller's account create pods."""
    world.kubectl("apply", "-f", "-", stdin=CRD)
    world.kubectl("wait", "--for=condition=Established", f"crd/rollouts.{GROUP}")
    world.kubectl("-n", PROTECTED, "create", "serviceaccount", "rollouts")
    world.kubectl("-n", PROTECTED, "apply", "-f", "-", stdin=ROLE)
    account = f"--serviceaccount={PROTECTED}:rollouts"
    world.kubectl("-n", PROTECTED, "create", "rolebinding", "rollouts", "--role=rollouts", account)
    whose = ("-n", PROTECTED, f"--as=system:serviceaccount:{PROTECTED}:rollouts")
    wait_granted(world, "create", "pods", *whose)
    yield
    world.kubectl("-n", PROTECTED, "delete", "rolebinding,role,serviceaccount", "rollouts")
    world.kubectl("delete", f"crd/rollouts.{GROUP}")


def control(world: World, rollout: str) -> str:
    """Do what such a controller does: make the pod of the template, owned by the object."""
    read = world.kubectl("-n", PROTECTED, "get", f"rollout.{GROUP}", rollout, "-o=json")
    seen = json.loads(read)
    owner = {
        "apiVersion": f"{GROUP}/v1", "kind": "Rollout", "name": rollout, "controller": True,
        "uid": seen["metadata"]["uid"],
    }  # fmt: skip
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": rollout, "ownerReferences": [owner]},
        "spec": seen["spec"]["template"]["spec"],
    }
    token = world.cluster.service_account_kubeconfig(PROTECTED, "rollouts")
    create = (f"--kubeconfig={token}", "-n", PROTECTED, "create", "-f", "-")
    return world.kubectl(*create, stdin=json.dumps(pod))


@pytest.mark.usefixtures("_rollouts")
def test_its_pods_are_stopped_and_placed_all_the_same(
    world: World, encrypted: Pushed, plain: Pushed, name: Callable[[], str]
) -> None:
    for image, said in ((plain, "layers 1, 2, 3 of 3 are not encrypted"), (encrypted, "created")):
        rollout = name()
        template = {"spec": {"containers": [{"name": "main", "image": image.reference}]}}
        document = {
            "apiVersion": f"{GROUP}/v1",
            "kind": "Rollout",
            "metadata": {"name": rollout},
            "spec": {"template": template},
        }
        applied = world.kubectl("-n", PROTECTED, "create", "-f", "-", stdin=json.dumps(document))
        assert "created" in applied
        assert said in control(world, rollout)
    node = world.wait(lambda: world.node_of(rollout), what="the good pod is bound")
    assert node == EU
