# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Live questions to one verification service about single nodes, few and shared.

(1) A question is shared by those who ask about the same node within ``SHARED_SECONDS`` after it
began, answered or not. So no answer is older than that when somebody begins to wait for it, and
whoever comes later asks anew, however long an earlier question hangs.
(2) ``AT_ONCE`` questions at most are under way: a service that hangs holds so many threads, and
they end with their own deadlines. Nobody stands in line.
(3) ``RATE`` questions a second, ``BURST`` at once: the service has other clients, and a live
question can cost it a quote of the node's TPM.
What (2) and (3) keep from being asked is unknown, never trusted; the scheduler tries again.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from attestation.errors import NotAskedError
from attestation.token_bucket import TokenBucket
from trust.report import Identity, Snapshot, Suspicion

SHARED_SECONDS = 0.1
"""Well below the second or so between the scheduler's choice and the start of a container."""
AT_ONCE = 8
RATE = 100.0
"""Twice what a kube-scheduler binds in a second with its usual client limits (50)."""
BURST = 100


class Asked(Protocol):
    """The keeper of one source's Snapshot."""

    @property
    def source(self) -> str:
        """Return the name of the source."""
        ...

    def ask(self, identity: Identity, *, deadline: float) -> Snapshot:
        """Ask about one node, live, and return the Snapshot with the answer in it.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        ...

    def suspect(self, identity: Identity, suspicion: Suspicion) -> None:
        """Hold something against a node at once."""
        ...


@dataclass(frozen=True, slots=True)
class _Begun:
    at: float
    deadline: float
    answer: Future[Snapshot]


class LiveQuestions:
    """Asks one source about single nodes.

    Args:
        keeper: Who asks, and keeps the answers.
        clock: Seconds that never go back.
        threads: Where questions are asked; ``AT_ONCE`` threads of its own by default.
        observe: Told the seconds that each question took.
    """

    def __init__(
        self,
        keeper: Asked,
        *,
        clock: Callable[[], float] = time.monotonic,
        threads: Executor | None = None,
        observe: Callable[[float], object] = lambda seconds: None,
    ) -> None:
        self._keeper = keeper
        self._clock = clock
        name = f"live-{keeper.source[:40]}"
        self._threads = threads or ThreadPoolExecutor(AT_ONCE, thread_name_prefix=name)
        self._observe = observe
        self._lock = threading.Lock()
        self._bucket = TokenBucket(rate=RATE, burst=BURST, clock=clock)
        self._begun: dict[Identity, _Begun] = {}
        self._under_way = 0
        self._stopped = False

    def begin(self, identity: Identity, *, deadline: float) -> Future[Snapshot]:
        """Ask about a node, or share the question of somebody who has just begun to.

        Args:
            identity: Of the node.
            deadline: Instant of ``time.monotonic`` by which the service has to have answered.

        Returns:
            The Snapshot with the answer in it, or the AttestationError that there was instead.

        Raises:
            NotAskedError: More is asked than the service is asked at a time; the text says why.
        """
        with self._lock:
            now = self._clock()
            self._begun = {
                key: each for key, each in self._begun.items() if now - each.at <= SHARED_SECONDS
            }
            begun = self._begun.get(identity)
            # One that is given up long before our deadline would be late for us for no reason.
            if begun is not None and begun.deadline >= deadline - SHARED_SECONDS:
                return begun.answer
            self._require_room()
            self._under_way += 1
            answer = self._threads.submit(self._ask, identity, deadline)
            self._begun[identity] = _Begun(now, deadline, answer)
            return answer

    def suspect(self, identity: Identity, suspicion: Suspicion) -> None:
        """Hold against a node that nothing was heard of it."""
        self._keeper.suspect(identity, suspicion)

    def stop(self) -> None:
        """Ask nothing any more; questions under way end with their own deadlines."""
        with self._lock:
            self._stopped = True
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _require_room(self) -> None:
        if self._stopped:
            raise NotAskedError("this webhook is being stopped")
        if self._under_way >= AT_ONCE:
            raise NotAskedError(f"{self._under_way} earlier questions wait for its answers")
        if not self._bucket.take():
            raise NotAskedError(f"it is asked {RATE:g} times a second at most, and more came")

    def _ask(self, identity: Identity, deadline: float) -> Snapshot:
        began = self._clock()
        try:
            return self._keeper.ask(identity, deadline=deadline)
        finally:
            self._observe(self._clock() - began)
            with self._lock:
                self._under_way -= 1
