# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The other side of every ratio: the same server, parser and serialiser, and no decision.

``python -m bench.echo SETTINGS.json``: each route parses the request as ours does and serialises
the answer that ours gave to it, so that both sides move the same bytes in both directions.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry

from serving.component import Check
from serving.logs import configure_logs
from serving.server import serve
from serving.settings import ServerSettings
from serving.strict_json import loads


class Echo:
    """Answers with what was recorded, by path."""

    def __init__(self, answers: dict[str, object]) -> None:
        self.checks: Sequence[Check] = ()
        self.blueprint = Blueprint("echo", __name__)
        for path, answer in answers.items():
            self.blueprint.post(path, endpoint=path.strip("/"))(_route(answer))

    def start(self) -> None:
        """Start nothing."""

    def stop(self) -> None:
        """Stop nothing."""


def _route(answer: object) -> Callable[[], Response]:
    def echo() -> Response:
        loads(request.get_data())
        return jsonify(answer)

    return echo


def main() -> int:
    """Serve what the file named by the first argument says."""
    given = json.loads(Path(sys.argv[1]).read_text())
    configure_logs("echo")

    def make(registry: CollectorRegistry) -> Echo:
        del registry
        return Echo(given["answers"])

    settings = ServerSettings(
        name="echo",
        host="127.0.0.1",
        port=given["port"],
        health_port=given["health_port"],
        tls_cert=Path(given["tls_cert"]),
        tls_key=Path(given["tls_key"]),
        client_ca=Path(given["client_ca"]),
        client_names=frozenset({given["client_name"]}),
    )
    return serve(make, settings)


if __name__ == "__main__":
    sys.exit(main())
