# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One question at a time: those who ask the same meanwhile get the same answer.

A failure is remembered for seconds: a burst of pods does not ask a dead registry one by one.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Generic, TypeAlias, TypeVar

from images.errors import ImageUnavailableError

T = TypeVar("T")
FAILED_SECONDS = 3.0
"""For which a failure is remembered."""
_KEPT = 1024
_Failure: TypeAlias = tuple[type[ImageUnavailableError], str]


class Flights(Generic[T]):
    """Questions under way, and failures of the last seconds.

    Args:
        remember: Seconds for which a failure is the answer.
        clock: Seconds that never go back.
    """

    def __init__(self, *, remember: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._remember_seconds = remember
        self._clock = clock
        self._lock = threading.Lock()
        self._under_way: dict[Hashable, Future[T]] = {}
        self._failed: OrderedDict[Hashable, tuple[float, _Failure]] = OrderedDict()

    def ask(self, key: Hashable, question: Callable[[], T], *, deadline: float) -> T:
        """Ask, or wait for who is asking.

        Args:
            key: Equal for equal questions.
            question: Asked by the first one, in its thread.
            deadline: Instant until which to wait for another's answer.

        Raises:
            ImageUnavailableError: The question failed, now or seconds ago, or took too long.
        """
        with self._lock:
            failed = self._failed.get(key)
            if failed is not None and self._clock() - failed[0] < self._remember_seconds:
                kind, text = failed[1]
                raise kind(text)
            asked = self._under_way.get(key)
            if asked is None:
                mine: Future[T] = Future()
                self._under_way[key] = mine
        if asked is None:
            return self._answer(key, mine, question)
        try:
            return asked.result(max(0.0, deadline - time.monotonic()))
        except FutureTimeoutError as exc:
            raise ImageUnavailableError("it was asked for already, without an answer yet") from exc

    def _answer(self, key: Hashable, mine: Future[T], question: Callable[[], T]) -> T:
        with ExitStack() as stack:
            stack.push(partial(self._land, key, mine))
            answer = question()
        mine.set_result(answer)
        return answer

    def _land(
        self,
        key: Hashable,
        mine: Future[T],
        kind: type[BaseException] | None,
        failure: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End a question, whatever became of it: nobody may wait for it in vain."""
        del kind, traceback
        with self._lock:
            del self._under_way[key]
            if isinstance(failure, ImageUnavailableError):
                self._remember(key, failure)
        if failure is not None:
            mine.set_exception(failure)

    def _remember(self, key: Hashable, failure: ImageUnavailableError) -> None:
        # Not itself: its traceback would keep alive whatever was in the hands of those who asked.
        self._failed[key] = (self._clock(), (type(failure), str(failure)))
        self._failed.move_to_end(key)
        while len(self._failed) > _KEPT:
            self._failed.popitem(last=False)
