# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A component without requests: it is asked after while it works, and stopped in order."""

import signal
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
import urllib3
from prometheus_client import CollectorRegistry

from serving.background import run
from serving.component import Check
from serving.errors import SettingsError

HOST = "127.0.0.1"


@pytest.fixture(autouse=True)
def _handlers_are_put_back() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@dataclass
class Working:
    """A component that is told to end as soon as it works."""

    ends_by: signal.Signals
    port: int
    seen: list[tuple[str, str]] = field(default_factory=list)
    checks: Sequence[Check] = ()

    def start(self) -> None:
        """Begin, and be told to end."""
        self._see("started")
        signal.raise_signal(self.ends_by)

    def stop(self) -> None:
        """End."""
        self._see("stopped")

    def _see(self, what: str) -> None:
        url = f"http://{HOST}:{self.port}/readyz"
        self.seen.append((what, urllib3.request("GET", url, retries=False).data.decode()))


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_either_signal_ends_it_and_it_is_not_ready_before_it_stops(number: signal.Signals) -> None:
    working = Working(ends_by=number, port=free_port())
    run(working, host=HOST, health_port=working.port, metrics=CollectorRegistry())
    assert working.seen == [("started", "ok\n"), ("stopped", "shutdown: draining\n")]


def test_nothing_is_started_where_the_health_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        working = Working(ends_by=signal.SIGTERM, port=taken.getsockname()[1])
        with pytest.raises(SettingsError, match="cannot be used"):
            run(working, host=HOST, health_port=working.port, metrics=CollectorRegistry())
    assert working.seen == []
