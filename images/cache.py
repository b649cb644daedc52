# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Evidence by digest: what a digest names never changes, so it is judged once (LRU).

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
from trust.reference import Reference

_Key = tuple[str, str, Hashable]


class EvidenceCache:
    """A bounded map from repository and digest to evidence.

    Args:
        size: Images that are kept.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, Inspected] = OrderedDict()

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
            known = self._kept.get(key)
            if known is None:
                return None
            if known.names and known.complete:
                known = self._kept[key] = Inspected(known.told(inf))
            self._kept.move_to_end(key)
        return replace(known, evidence=replace(known.evidence, reference=reference))

    def put(self, inspected: Inspected, scope: Hashable) -> None:
        """Keep evidence, and let go of what was used least recently."""
        evidence = inspected.evidence
        with self._lock:
            self._kept[(evidence.reference.name, evidence.digest, scope)] = inspected
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
