# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One component under gunicorn: TLS, threads, keep-alive, draining (gunicorn 27, gthread).

One worker process with many threads: every worker would keep its own caches and poll on its own,
and two of them could answer differently. Scale by replicas.
"""

import logging
import signal
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from prometheus_client import CollectorRegistry

from serving.address import authority, family_of
from serving.app import app
from serving.component import Component
from serving.errors import SettingsError
from serving.health import HealthServer
from serving.settings import ServerSettings
from serving.tls import ContextCache, load_context, reload_failures

_LOG = logging.getLogger("serving")
Make = Callable[[CollectorRegistry], Component]


def serve(make: Make, settings: ServerSettings) -> int:
    """Serve until SIGTERM or SIGINT, and return the exit code.

    Args:
        make: Called in the worker, after the fork: threads do not survive one.
        settings: How to listen.

    Raises:
        SettingsError: Certificates or ports cannot be used; nothing has been started.
    """
    load_context(settings)
    for port in (settings.port, settings.health_port):
        _require_free(settings.host, port)
    try:
        _Gunicorn(make, settings).run()
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else 1
    return 0


def _require_free(host: str, port: int) -> None:
    with socket.socket(family_of(host)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as exc:
            raise SettingsError(f"port {port} of {host} cannot be used: {exc.strerror}") from exc


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn set up from our settings alone: no file, no argument, no environment variable."""

    def __init__(self, make: Make, settings: ServerSettings) -> None:
        self._make = make
        self._settings = settings
        self._registry = CollectorRegistry()
        self._contexts: ContextCache | None = None
        self._component: Component | None = None
        self._health: HealthServer | None = None
        super().__init__()

    def load_config(self) -> None:
        """Say everything that differs from gunicorn's defaults."""
        settings = self._settings
        values = {
            "bind": authority(settings.host, settings.port),
            "workers": 1,
            "worker_class": "serving.worker.Worker",
            "threads": settings.threads,
            "keepalive": int(settings.keep_alive.total_seconds()),
            "graceful_timeout": int(settings.drain.total_seconds()),
            "timeout": 60,
            "certfile": str(settings.tls_cert),
            "keyfile": str(settings.tls_key),
            "ssl_context": self._ssl_context,
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
            "pre_request": self._before,
            "worker_int": self._drain,
            "worker_exit": self._exit,
            "post_worker_init": self._after_init,
            "logger_class": "serving.gunicorn_logs.Logger",
            "limit_request_line": 2048,
            "limit_request_fields": 50,
            "control_socket_disable": True,
        }
        for name, value in values.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Put the component together in the worker."""
        self._contexts = ContextCache(self._settings, reload_failures(self._registry))
        self._component = self._make(self._registry)
        checks = self._component.checks
        self._health = HealthServer(
            self._settings.host, self._settings.health_port, checks=checks, registry=self._registry
        )
        self._component.start()
        self._health.start()
        return app(self._component, self._settings, self._registry)

    def _ssl_context(self, config: object, default: object) -> ssl.SSLContext:
        """Give the cached context for each connection (gunicorn's ``ssl_context`` hook)."""
        if self._contexts is None:
            raise SettingsError("a connection came before the worker was ready")
        return self._contexts.context()

    def _after_init(self, worker: Any) -> None:  # noqa: ANN401  gunicorn ships no types
        """Learn of SIGTERM in the worker before gunicorn does, and stop being ready."""
        _LOG.info("serving", extra={"port": self._settings.port})
        handle = worker.handle_exit

        def exit_gracefully(*arguments: object) -> None:
            self._drain(worker)
            handle(*arguments)

        signal.signal(signal.SIGTERM, exit_gracefully)

    def _before(self, worker: object, request: Any) -> None:  # noqa: ANN401  gunicorn ships no types
        """Keep no connection while probes are told that we are not ready.

        A Service leads only new connections to replicas that are. Whoever has one open would ask us
        for as long as he asks, while another replica could answer.
        """
        if self._health is not None and not self._health.told_ready:
            request.force_close()

    def _drain(self, worker: object) -> None:
        if self._health is not None:
            self._health.drain()

    def _exit(self, arbiter: object, worker: object) -> None:
        """Stop threads after the last answer."""
        if self._component is not None:
            self._component.stop()
        if self._health is not None:
            self._health.stop()
