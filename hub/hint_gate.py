# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which hints are followed: not the same one twice, and of one node not many.

A hint has no proof of its age. One that is sent again must cost nothing, and one that is forged
must cost at most a poll, however many there are.
"""

import hashlib
from collections import OrderedDict
from enum import Enum
from typing import TypeVar

from attestation.token_bucket import TokenBucket

K = TypeVar("K")
V = TypeVar("V")

BODY_SECONDS = 3600.0
"""For which a body is known again."""
NODE_SECONDS, NODE_BURST = 5.0, 3
"""Between two hints about one node, and how many may follow each other at once: a machine that was
brought back may fail again at its next quote. What is above that is a poll and no question."""
MOST_PER_SECOND = 100.0
BURST = 1000
"""At a time: a rack that fails, or a policy that was wrong."""
_KEPT = 10_000


class Passage(Enum):
    """What becomes of a hint."""

    TAKEN = "taken"
    REPEATED = "repeated"
    TOO_SOON = "too-soon"
    TOO_MANY = "too-many"


class HintGate:
    """Remembers hints; not for several threads at a time."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[bytes, float] = OrderedDict()
        self._nodes: OrderedDict[str, TokenBucket] = OrderedDict()
        self._at = 0.0
        self._bucket = TokenBucket(rate=MOST_PER_SECOND, burst=BURST, clock=lambda: self._at)

    def look(self, identity: str, body: bytes, *, at: float) -> Passage:
        """Tell whether a hint is followed, and remember it.

        Args:
            identity: Whom it is about.
            body: Of the hint.
            at: Seconds that never go back.
        """
        digest = hashlib.sha256(body).digest()
        if at - self._bodies.get(digest, -BODY_SECONDS) < BODY_SECONDS:
            return Passage.REPEATED
        self._at = at
        if not self._of(identity).take():
            return Passage.TOO_SOON
        if not self._bucket.take():
            return Passage.TOO_MANY
        _remember(self._bodies, digest, at)
        return Passage.TAKEN

    def _of(self, identity: str) -> TokenBucket:
        node = self._nodes.get(identity) or TokenBucket(
            rate=1 / NODE_SECONDS, burst=NODE_BURST, clock=lambda: self._at
        )
        _remember(self._nodes, identity, node)
        return node


def _remember(known: OrderedDict[K, V], key: K, value: V) -> None:
    known[key] = value
    known.move_to_end(key)
    while len(known) > _KEPT:
        known.popitem(last=False)
