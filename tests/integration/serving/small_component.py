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
    """Echoes, waits and fails as it is told.

    Args:
        folder: A file named ``broken`` in it makes the component's check raise, one named ``odd``
            makes it take note of that, one named ``unknown`` makes it not ready, and one named
            ``hopeless`` makes its start fail; a request to wait makes ``begun`` there and ends
            with ``release``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.blueprint = Blueprint("small", __name__)
        self.blueprint.post("/echo")(_echo)
        self.blueprint.post("/wait")(self._wait)
        self.blueprint.post("/fail")(_fail)
        self.checks: Sequence[Check] = (
            Check(name="files", problem=self._problem, note=self._note),
        )

    def start(self) -> None:
        """Start nothing, or fail."""
        if (self._folder / "hopeless").exists():
            raise ServingError("there is no hope")

    def stop(self) -> None:
        """Stop nothing."""

    def _problem(self) -> str | None:
        if (self._folder / "broken").exists():
            raise RuntimeError("secret detail")
        return "it is not known" if (self._folder / "unknown").exists() else None

    def _note(self) -> str | None:
        return "it looks odd" if (self._folder / "odd").exists() else None

    def _wait(self) -> Response:
        (self._folder / "begun").touch()
        until = time.monotonic() + 20
        while not (self._folder / "release").exists() and time.monotonic() < until:
            time.sleep(0.02)
        return jsonify(done=True)


def _echo() -> Response:
    seconds = deadline_of(request) - time.monotonic()
    return jsonify(body=loads(request.get_data()), seconds=seconds)


def _fail() -> Response:
    raise RuntimeError("secret detail")


def main() -> int:
    """Serve with the settings that stand in the file named by the first argument."""
    path = Path(sys.argv[1])
    given = json.loads(path.read_text())
    configure_logs("small")

    def make(registry: CollectorRegistry) -> Small:
        del registry
        return Small(path.parent)

    try:
        settings = ServerSettings(
            name="small",
            host=given.get("host", "127.0.0.1"),
            port=given["port"],
            health_port=given["health_port"],
            client_names=frozenset(given["client_names"]),
            threads=4,
            body_limit=1000,
            drain=timedelta(seconds=10),
            tls_cert=Path(given["tls_cert"]),
            tls_key=Path(given["tls_key"]),
            client_ca=Path(given["client_ca"]) if given["client_ca"] else None,
        )
        return serve(make, settings)
    except ServingError as exc:
        sys.stderr.write(f"{exc}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
