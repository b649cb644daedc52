# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens of AAS: fetched once, kept, and renewed in time."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from attestation.errors import AnswerError, AttestationError, ServiceUnavailableError
from attestation.hvs.token_desk import TokenDesk

_LOG = logging.getLogger("attestation")
_YOUNG = 0.8
"""Share of its lifetime after which a token is renewed."""
_PAUSE = 30.0
"""Seconds between two attempts to renew a token that is still good, or that HVS refuses anyhow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    token: str = field(repr=False)
    renew_at: float
    dies_at: float


class Tokens:
    """Gives the token of one user; safe to use from several threads.

    Args:
        desk: Where they are asked for.
        clock: Seconds that never go back.
    """

    def __init__(self, desk: TokenDesk, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: _Kept | None = None
        self._in_vain_until = 0.0

    def current(self, *, deadline: float) -> str:
        """Return a token that is good for a while.

        Args:
            deadline: Instant of ``time.monotonic``.

        Raises:
            AttestationError: There is none.
        """
        with self._held(deadline):
            kept, clock = self._kept, self._clock()
            if kept is not None and clock < kept.renew_at:
                return kept.token
            if kept is None or clock >= kept.dies_at:
                return self._fetch(deadline)
            try:
                return self._fetch(clock + (deadline - clock) / 3)
            except AttestationError as exc:
                _LOG.warning(
                    "a token that is still good could not be renewed",
                    extra={"source": self._desk.host, "why": str(exc)},
                )
                self._kept = _Kept(token=kept.token, renew_at=clock + _PAUSE, dies_at=kept.dies_at)
                return kept.token

    def instead_of(self, refused: str, *, deadline: float) -> str:
        """Return another token than one that HVS refused.

        Raises:
            AttestationError: There is none.
        """
        with self._held(deadline):
            if self._kept is not None and self._kept.token != refused:
                return self._kept.token  # somebody else was refused before us
            if self._clock() < self._in_vain_until:
                raise AnswerError(f"HVS refuses what AAS {self._desk.host} gives")
            self._kept = None
            return self._fetch(deadline)

    def in_vain(self) -> None:
        """Take note that HVS refused a new token as well: another one would not help soon."""
        self._in_vain_until = self._clock() + _PAUSE

    @contextmanager
    def _held(self, deadline: float) -> Iterator[None]:
        """Wait for whoever is asking AAS just now, but not beyond the deadline."""
        if not self._lock.acquire(timeout=max(0.0, deadline - self._clock())):
            raise ServiceUnavailableError(f"AAS {self._desk.host} gave no token in time")
        try:
            yield
        finally:
            self._lock.release()

    def _fetch(self, deadline: float) -> str:
        fetched = self._desk.fetch(deadline=deadline)
        clock, lifetime = self._clock(), fetched.lifetime.total_seconds()
        self._kept = _Kept(
            token=fetched.token, renew_at=clock + _YOUNG * lifetime, dies_at=clock + lifetime
        )
        return fetched.token
