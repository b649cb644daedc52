# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods reduced to what the audit needs."""

from trust.observed_pod import MIRROR_ANNOTATION, Shape, observe
from trust.pod import read_pod

DIGEST = "sha256:" + "a" * 64


def document(name: str = "p", **annotations: str) -> dict[str, object]:
    containers = [{"name": "a", "image": "x:1"}, {"name": "b", "image": f"y:1@{DIGEST}"}]
    return {
        "metadata": {"name": name, "uid": f"u-{name}", "labels": {"a": "b"},
                     "annotations": {"large": "x" * 1000, **annotations}},
        "spec": {"containers": containers, "nodeName": "m1", "schedulerName": "s",
                 "nodeSelector": {"disk": "ssd"}},
    }  # fmt: skip


def test_a_pod_keeps_its_name_its_node_and_its_shape() -> None:
    pod = observe(read_pod(document(), namespace="payments"))
    assert (pod.namespace, pod.name, pod.uid, pod.node_name) == ("payments", "p", "u-p", "m1")
    assert not pod.mirror
    assert (pod.shape.labels, pod.shape.loose) == ({"a": "b"}, ("x:1",))
    assert pod.shape.scheduler_name == "s"
    assert pod.shape.placement.node_selector == {"disk": "ssd"}
    assert "large" not in repr(pod)


def test_tags_and_mirrors_are_seen() -> None:
    marks = {MIRROR_ANNOTATION: "abc", "bondstone.dev/asset-tags": "tier=1"}
    pod = observe(read_pod(document(**marks), namespace="payments"))
    assert pod.mirror
    assert pod.shape.annotated.tags == {"tier": "1"}


def test_equal_pods_have_equal_shapes_that_hash_alike() -> None:
    one, two = (observe(read_pod(document(name), namespace="n")).shape for name in "ab")
    assert one == two
    assert hash(one) == hash(two)
    assert one != Shape(labels={"a": "c"})
