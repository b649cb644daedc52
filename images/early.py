# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Many requests from one thread: all are sent first, and then their answers are read.

Handing a request to another thread and back costs more than the request. Only connections that are
open are used here; what finds none, or needs more than one plain answer, goes the ordinary way.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import cast
from urllib.parse import urlsplit

import urllib3

from images.ahead import Ahead, send_ahead
from images.kept import KeptPool
from images.pools import Pools
from images.registries import Registry
from images.retrying import CONNECT_SECONDS, READ_SECONDS, ask_again, finish, seconds_left
from outbound.deadline import Deadline

_MOST = 16
"""Requests that are sent at a time: others may ask the same registry meanwhile."""
_UNAUTHORIZED = 401


class Early:
    """Sends requests early, and reads their answers.

    Args:
        pools: Connections.
        deadline: When their reads end.
    """

    def __init__(self, pools: Pools, deadline: Deadline) -> None:
        self._pools = pools
        self._deadline = deadline

    def send(
        self, urls: Sequence[str], *, headers: Mapping[str, str], registry: Registry
    ) -> list[Ahead | None]:
        """Send a GET for each URL, all on one host; None for one that was not sent.

        Args:
            urls: With https.
            headers: Sent as they are, beside our own.
            registry: Whose authorities have verified the host.

        Raises:
            ImageUnavailableError: Its authorities cannot be used.
        """
        pool = self._pool(urls[0], registry)
        own = {"Accept-Encoding": "identity", "User-Agent": "bondstone", **headers}
        host = urlsplit(urls[0]).netloc
        sent: list[Ahead | None] = [None] * len(urls)
        for number, url in enumerate(urls[:_MOST]):
            sent[number] = send_ahead(pool, url, headers=own, host=host)
            if sent[number] is None:
                break
        return sent

    def status(self, ahead: Ahead, deadline: float) -> int | None:
        """Wait for the status of an answer; None where there is none.

        Raises:
            ImageUnavailableError: It did not come in time.
        """
        with self._deadline.at(deadline):
            response = ahead.response(_seconds(ahead, deadline))
        return None if response is None else response.status

    @contextmanager
    def answer(self, ahead: Ahead, deadline: float) -> Iterator[urllib3.BaseHTTPResponse | None]:
        """Give the answer, its body unread; None where it has to be asked for the ordinary way.

        Raises:
            ImageUnavailableError: It did not come in time.
        """
        with self._deadline.at(deadline):
            response = ahead.response(_seconds(ahead, deadline))
            try:
                again = response is not None and (
                    response.status == _UNAUTHORIZED or ask_again(response, deadline)
                )
                yield None if again else response
            finally:
                if response is not None:
                    finish(response)

    def open(
        self, url: str, count: int, *, registry: Registry, executor: Executor, deadline: float
    ) -> None:
        """Open connections to the host of a URL, so that so many are ready soon; wait for none.

        Raises:
            ImageUnavailableError: The authorities of the registry cannot be used.
        """
        pool = self._pool(url, registry)
        for _ in range(pool.begin_opening(count)):
            executor.submit(self._open, pool, deadline)

    def _open(self, pool: KeptPool, deadline: float) -> None:
        with self._deadline.at(deadline):
            left = max(0.001, deadline - time.monotonic())
            pool.open(seconds=min(CONNECT_SECONDS, left))

    def _pool(self, url: str, registry: Registry) -> KeptPool:
        pool = self._pools.of(registry).connection_from_url(url)
        return cast(KeptPool, pool)  # each pool of ours is one (images.connection)


def _seconds(ahead: Ahead, deadline: float) -> float:
    return min(READ_SECONDS, seconds_left(ahead.host, deadline))
