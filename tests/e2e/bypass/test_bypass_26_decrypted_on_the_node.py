# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod takes the decrypted image that another one has left on the node."""

from collections.abc import Callable

import pytest

from demo.rogue_webhook import rogue_webhook_running
from localcluster.images import Pushed
from localcluster.world import PROTECTED, World
from tests.e2e.bypass.conftest import Create

GUARD = (
    "Encrypted images are pulled each time: imagePullPolicy Always is set, and any other refused. "
    "What remains: containerd runs layers that it has unpacked without their key, and nothing in "
    "Kubernetes shows that it does; the answer is a key released for each pull (by the key broker, "
    "which is not there yet), or to drain and wipe a node whose condition bondstone.dev/Attested "
    "says False."
)


@pytest.mark.parametrize("asked", ["IfNotPresent", "Never"])
def test_no_pod_is_admitted_that_may_take_what_is_there(
    world: World, create: Create, name: Callable[[], str], encrypted: Pushed, asked: str
) -> None:
    pod = name()
    container = {"name": "main", "image": encrypted.reference, "imagePullPolicy": asked}
    volume = {"name": "v", "image": {"reference": encrypted.reference, "pullPolicy": asked}}
    create(
        pod, containers=[container], initContainers=[{**container, "name": "i"}], volumes=[volume]
    )
    path = (
        "-o=jsonpath={.spec.containers[0].imagePullPolicy} "
        "{.spec.initContainers[0].imagePullPolicy} {.spec.volumes[?(@.name=='v')].image.pullPolicy}"
    )
    assert world.kubectl("-n", PROTECTED, "get", "pod", pod, path) == "Always Always Always"


def test_a_policy_that_another_webhook_puts_back_is_refused(world: World, create: Create) -> None:
    path = "/spec/containers/0/imagePullPolicy"
    patch = [{"op": "replace", "path": path, "value": "IfNotPresent"}]
    with rogue_webhook_running(world.cluster, lambda _: patch):
        said = create()
    assert 'its imagePullPolicy is "IfNotPresent"' in said
    assert "set it to Always" in said


def test_a_debug_container_asks_too(world: World, create: Create, encrypted: Pushed) -> None:
    create("debugged")
    debug = ("-n", PROTECTED, "debug", "debugged", "-c", "d", "--attach=false", "--profile=general")
    world.kubectl(*debug, f"--image={encrypted.reference}", "--image-pull-policy=IfNotPresent")
    path = "-o=jsonpath={.spec.ephemeralContainers[*].imagePullPolicy}"
    assert world.kubectl("-n", PROTECTED, "get", "pod", "debugged", path) == "Always"


def test_a_later_image_of_a_pod_that_does_not_ask_is_refused(
    world: World, create: Create, policies: Callable[[str], str], guarded: str, encrypted: Pushed
) -> None:
    create("older", namespace=guarded)
    policies(POLICY)
    other = world.images.encrypted("shop/story:2")
    change = ("-n", guarded, "set", "image", "pod/older", f"main={other.reference}")
    world.wait(
        lambda: (
            'its imagePullPolicy is "IfNotPresent"' in world.kubectl(*change, "--dry-run=server")
        ),
        what="the policy is in force",
    )
    assert "labeled" in world.kubectl("-n", guarded, "label", "pod", "older", "a=b")


POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: keys}
spec:
  match: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: guarded}}}
  images: {encryption: Required, keyProviders: [jwe]}
  nodes: {trust: NotRequired}
"""
