# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Since when one collection of the API server is heard, or is not."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from cluster.errors import ClusterError, GoneError, NotFoundError
from trust.times import clock_text

_LOG = logging.getLogger("cluster")
STALE_SECONDS = 150.0
"""Without a list, an event or the end of a watch, which comes every minute, nothing is known."""
_MISSING = "is not served: apply Bondstone's manifests (kubectl apply -k)"


class Contact:
    """What is told of one collection, for people and for bounds.

    Args:
        name: For people and logs.
        clock: Seconds that never go back.
    """

    def __init__(self, name: str, clock: Callable[[], float]) -> None:
        self._name = name
        self._clock = clock
        self._heard: float | None = None
        self._broken: tuple[datetime, str] | None = None

    @property
    def recent(self) -> bool:
        """True while what was heard is young enough to be knowledge."""
        return self._heard is not None and self._clock() - self._heard < STALE_SECONDS

    def hear(self) -> None:
        """Take note of a sign of life."""
        self._heard = self._clock()

    def mend(self) -> None:
        """Take note that everything was listed."""
        if self._broken:
            _LOG.info("listed again", extra={"kind": self._name})
        self._broken = None
        self.hear()

    def lose(self, exc: ClusterError) -> None:
        """Take note of a failure, and log it."""
        if isinstance(exc, GoneError):
            _LOG.info("watch is too old, listing again", extra={"kind": self._name})
            return
        text = f"{self._name}: {_MISSING}" if isinstance(exc, NotFoundError) else str(exc)
        if self._broken is None:
            self._broken = (datetime.now(UTC), text)
        _LOG.warning(
            "watch is broken, trying again",
            extra={"kind": self._name, "since": clock_text(self._broken[0]), "why": text},
        )

    def problem(self) -> str | None:
        """Return why nothing is known, or no more."""
        if self.recent:
            return None
        why = self._broken[1] if self._broken else ""
        if self._heard is None:
            return why or f"{self._name} have not been listed yet"
        return f"{self._name}: nothing was heard for {STALE_SECONDS:.0f} s" + (why and f": {why}")
