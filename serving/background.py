# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One component that answers nobody but probes and scrapes: it works in threads of its own."""

import signal
import threading

from prometheus_client import CollectorRegistry

from serving.component import Background
from serving.health import HealthServer


def run(component: Background, *, host: str, health_port: int, metrics: CollectorRegistry) -> None:
    """Let it work until SIGTERM or SIGINT; it is not ready from then on, and stopped in order.

    Args:
        component: What works.
        host: Address of the health port.
        health_port: TCP port.
        metrics: What /metrics shows.

    Raises:
        SettingsError: The port is taken; nothing has been started.
    """
    health = HealthServer(host, health_port, checks=component.checks, registry=metrics)
    health.start()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    component.start()
    ended.wait()
    health.drain()
    component.stop()
    health.stop()
