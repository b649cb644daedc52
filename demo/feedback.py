# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What people are told early: at the Deployment, by a warning, in the status of the policy."""

import json

from demo.narrator import Narrator
from localcluster.world import EU, OTHER, PROTECTED, World

_TRIAL = f"""
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: trial}}
spec:
  mode: Warn
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {OTHER}}}}}}}
  images: {{encryption: Required, keyProviders: [jwe]}}
  nodes: {{trust: NotRequired}}
"""
_STATUS = ("get", "trustpolicies", "payments", "trial")
_CREATED = "deployment.apps/web created"


def show_feedback(world: World, narrator: Narrator) -> None:
    """A Deployment is told what its pods would be; a policy is tried before it is enforced."""
    plain = world.images.plain("shop/web:plain").reference
    deployment = ("create", "deployment", "web", f"--image={plain}")
    protected = ("-n", PROTECTED, *deployment)
    narrator.step(
        "a Deployment with a plain image",
        "refused when it is applied, in the words that its pods would be refused with",
        lambda: world.kubectl(*protected),
        'TrustPolicy "payments" refuses this Deployment', "layers 1, 2, 3 of 3 are not encrypted",
        command=protected,
    )  # fmt: skip
    world.kubectl("apply", "-f", "-", stdin=_TRIAL)
    world.wait(lambda: world.kubectl(*_STATUS).count("True") == 2, what="both policies are read")
    other = ("-n", OTHER, *deployment)
    narrator.step(
        f"the same in namespace {OTHER}, for which a policy in mode Warn is tried",
        "created, with a warning of what would be refused",
        lambda: world.kubectl(*other),
        "Warning: ", "layers 1, 2, 3 of 3 are not encrypted", _CREATED,
        command=other,
    )  # fmt: skip
    narrator.step(
        "the policies now",
        "read, with the number of pods that each selects",
        lambda: world.kubectl(*_STATUS),
        "READY", "payments Enforce Required Required True", "trial Warn Required NotRequired True",
        command=_STATUS,
    )  # fmt: skip
    world.kubectl("-n", OTHER, "delete", "deployment", "web")
    world.kubectl("delete", "trustpolicy", "trial")


def show_binding_by_hand(world: World, narrator: Narrator, *, pod: str, node: str) -> None:
    """Somebody with the right to bind pods is asked the same question as the scheduler.

    Args:
        world: Where; the pod waits there for a node.
        narrator: Tells it.
        pod: To be bound.
        node: That may not have it.
    """
    url = f"/api/v1/namespaces/{PROTECTED}/pods/{pod}/binding"
    uid = world.kubectl("-n", PROTECTED, "get", "pod", pod, "-o=jsonpath={.metadata.uid}")
    binding = {
        "apiVersion": "v1",
        "kind": "Binding",
        "metadata": {"name": pod, "uid": uid},
        "target": {"kind": "Node", "name": node},
    }
    narrator.step(
        f"an administrator binds the waiting pod to {node} by hand, past every scheduler",
        f"refused: it is trusted, and not where {EU} is",
        lambda: world.kubectl("create", "--raw", url, "-f", "-", stdin=json.dumps(binding)),
        "refuses this binding", "region is US, needed is EU",
        command=("create", "--raw", url, "-f", "-"),
    )  # fmt: skip
