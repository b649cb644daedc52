# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods observed, what equal ones have in common kept once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary, ref

from cluster.objects import pod_of
from trust.observed_pod import ObservedPod, Shape, observe


class ObservedPods:
    """Turns raw JSON of pods into small values; used from the one thread of a cache."""

    def __init__(self) -> None:
        self._shapes: WeakKeyDictionary[Shape, ref[Shape]] = WeakKeyDictionary()

    def __call__(self, raw: Mapping[str, Any]) -> ObservedPod:
        """Read a pod.

        Raises:
            PodError: It cannot be read.
        """
        pod = observe(pod_of(raw))
        known = self._shapes.get(pod.shape)
        shape = known() if known is not None else None
        if shape is None:
            shape = pod.shape
            self._shapes[shape] = ref(shape)
        return replace(pod, shape=shape)
