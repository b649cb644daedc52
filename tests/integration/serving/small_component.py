# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The component that the tests serve: ``python -m tests.integration.serving.small_component``."""

import json
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry

from serving.component import Check
from serving.deadline import deadline_of
from serving.errors import ServingError
from serving.logs import configure_logs
from serving.server import serve
from serving.settings import ServerSettings
from serving.strict_json import loads


class Small:
    """Echoes, dawdles and fails as it is told."""

    def __init__(self) -> None:
        self.blueprint = Blueprint("small", __name__)
        self.blueprint.post("/echo")(_echo)
        self.blueprint.post("/dawdle")(_dawdle)
        self.blueprint.post("/fail")(_fail)
        self.checks: Sequence[Check] = (Check(name="never", problem=lambda: None),)

    def start(self) -> None:
        """Start nothing."""

    def stop(self) -> None:
        """Stop nothing."""


def _echo() -> Response:
    seconds = deadline_of(request) - time.monotonic()
    return jsonify(body=loads(request.get_data()), seconds=seconds)


def _dawdle() -> Response:
    time.sleep(1.5)
    return jsonify(done=True)


def _fail() -> Response:
    raise RuntimeError("secret detail")


def _make(registry: CollectorRegistry) -> Small:
    del registry
    return Small()


def main() -> int:
    """Serve with the settings that stand in the file named by the first argument."""
    given = json.loads(Path(sys.argv[1]).read_text())
    configure_logs("small")
    try:
        settings = ServerSettings(
            name="small",
            host="127.0.0.1",
            port=given["port"],
            health_port=given["health_port"],
            client_names=frozenset(given["client_names"]),
            threads=4,
            body_limit=1000,
            drain=timedelta(seconds=10),
            tls_cert=Path(given["tls_cert"]),
            tls_key=Path(given["tls_key"]),
            client_ca=Path(given["client_ca"]),
        )
        return serve(_make, settings)
    except ServingError as exc:
        sys.stderr.write(f"{exc}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
