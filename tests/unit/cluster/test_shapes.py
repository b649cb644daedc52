# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What equal pods have in common is kept once, and not for longer than they are."""

import gc
from typing import Any
from weakref import ref

from cluster.shapes import ObservedPods


def raw(name: str, **labels: str) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "payments", "uid": f"u-{name}", "labels": labels}
    return {"metadata": metadata, "spec": {"containers": [{"name": "a", "image": "x:1"}]}}


def test_equal_pods_share_one_shape() -> None:
    read = ObservedPods()
    first, second, other = read(raw("a", app="x")), read(raw("b", app="x")), read(raw("c"))
    assert first.shape is second.shape
    assert other.shape is not first.shape
    assert (first.name, second.name) == ("a", "b")


def test_a_shape_goes_with_its_last_pod() -> None:
    read = ObservedPods()
    pods = [read(raw(name)) for name in "ab"]
    shape = ref(pods[0].shape)
    pods.clear()
    gc.collect()
    assert shape() is None
    assert read(raw("c")).shape.loose == ("x:1",)
