# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a pod asks for itself holds where no policy asks, and cannot be taken back."""

from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.world import EU, OTHER, PROTECTED, US, World

Name = Callable[[], str]
TAGS = "bondstone.dev/asset-tags"


def run(world: World, pod: str, image: str, *, tags: str, namespace: str) -> str:
    return world.kubectl(
        "-n", namespace, "run", pod, f"--image={image}", "--restart=Never",
        f"--annotations={TAGS}={tags}",
    )  # fmt: skip


def test_tags_find_a_trusted_node_where_no_policy_asks(
    world: World, plain: Pushed, name: Name
) -> None:
    pod = name()
    assert "created" in run(world, pod, plain.reference, tags="region=US", namespace=OTHER)
    node = world.wait(lambda: world.node_of(pod, namespace=OTHER), what="the pod is bound")
    assert node == US


def test_tags_that_agree_with_the_policy_change_nothing(
    world: World, encrypted: Pushed, name: Name
) -> None:
    pod = name()
    assert "created" in run(world, pod, encrypted.reference, tags="region=EU", namespace=PROTECTED)
    assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == EU


def test_tags_cannot_be_taken_back(world: World, encrypted: Pushed, name: Name) -> None:
    pod = name()
    assert "created" in run(world, pod, encrypted.reference, tags="tier=1", namespace=PROTECTED)
    said = world.kubectl("-n", PROTECTED, "annotate", "pod", pod, f"{TAGS}-")
    assert "the update takes the pod out of" in said
    path = f"-o=jsonpath={{.metadata.annotations.{TAGS.replace('.', chr(92) + '.')}}}"
    assert world.kubectl("-n", PROTECTED, "get", "pod", pod, path) == "tier=1"
