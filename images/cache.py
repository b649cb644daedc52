# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Evidence by digest: what a digest names never changes, so it is judged once (LRU).

Whoever pushes an image chooses how much there is to know of it: it is bounded by its size, too.

Keyed by repository and by the credential that was shown, because access is granted so. No policy's
revision joins the key: evidence is what is, no verdict, and each request judges it by the policies
of its own moment. Tags and failures are never kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from math import inf

from images.configurations import Inspected
from trust.image import ImageEvidence, LayerEvidence
from trust.reference import Reference

_Key = tuple[str, str, Hashable]
_BYTES = 128 * 1024 * 1024
"""Of all evidence: 4096 images of four platforms and ten layers each have room."""
_SHARE = 16
"""An image that takes more than this part of them is judged each time: it would displace others."""
_IMAGE, _MANIFEST, _LAYER, _SCHEME = 2048, 2560, 512, 128
"""Bytes of each as it is kept, at most, without texts that somebody else chooses."""


class EvidenceCache:
    """A bounded map from repository and digest to evidence.

    Args:
        size: Images that are kept.
        most_bytes: Of memory that they may take, estimated.
    """

    def __init__(self, size: int, *, most_bytes: int = _BYTES) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[Inspected, int]] = OrderedDict()

    def get(self, reference: Reference, scope: Hashable) -> Inspected | None:
        """Return the evidence of a reference by digest, with the reference as it was asked for.

        Args:
            reference: What is asked for.
            scope: In whose name: what one may see is not for another to know.
        """
        if reference.digest is None:
            return None
        key = (reference.name, reference.digest, scope)
        with self._lock:
            if key not in self._kept:
                return None
            known, taken = self._kept[key]
            if known.names and known.complete:
                known = Inspected(known.told(inf))
                self._kept[key] = (known, taken)
            self._kept.move_to_end(key)
        if known.evidence.reference == reference:
            return known
        return replace(known, evidence=replace(known.evidence, reference=reference))

    def put(self, inspected: Inspected, scope: Hashable) -> None:
        """Keep evidence, and let go of what was used least recently."""
        evidence = inspected.evidence
        key, taken = (evidence.reference.name, evidence.digest, scope), _bytes_of(evidence)
        if taken > self._most_bytes // _SHARE:
            return
        with self._lock:
            if key in self._kept:
                self._bytes -= self._kept.pop(key)[1]
            self._kept[key] = (inspected, taken)
            self._bytes += taken
            while len(self._kept) > self._size or self._bytes > self._most_bytes:
                _, (_, free) = self._kept.popitem(last=False)
                self._bytes -= free


def _bytes_of(evidence: ImageEvidence) -> int:
    """Estimate the memory that evidence takes, with the few names that may still come."""
    layers = [layer for manifest in evidence.manifests for layer in manifest.layers]
    texts = sum(len(layer.media_type) + _schemes_of(layer) for layer in layers)
    return _IMAGE + _MANIFEST * len(evidence.manifests) + _LAYER * len(layers) + texts


def _schemes_of(layer: LayerEvidence) -> int:
    return sum(_SCHEME + len(scheme) for scheme in layer.schemes)
