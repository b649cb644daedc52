# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A webhook that reads 64 KiB and admits what it has read, served and refusing as ours does."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry

from serving.component import Check
from serving.logs import configure_logs
from serving.server import serve
from serving.settings import ServerSettings
from webhook.decision import Decision
from webhook.respond import respond
from webhook.review import uid_of
from webhook.unreadable import answer_failures

LIMIT = 64 * 1024


class Small:
    """The same answers to failures as the webhook's, and nothing behind them."""

    def __init__(self) -> None:
        self.blueprint = Blueprint("small", __name__)
        self.checks: Sequence[Check] = ()
        answer_failures(self.blueprint)
        self.blueprint.post("/validate")(_admit)

    def start(self) -> None:
        """Start nothing."""

    def stop(self) -> None:
        """Stop nothing."""


def _admit() -> Response:
    return jsonify(respond(uid_of(request.get_data()) or "", Decision()))


def main() -> int:
    """Serve as the JSON in the first argument says: port, health_port, tls_cert, tls_key."""
    given = json.loads(sys.argv[1])
    configure_logs("small")

    def make(registry: CollectorRegistry) -> Small:
        del registry
        return Small()

    settings = ServerSettings(
        name="small",
        host="127.0.0.1",
        port=given["port"],
        health_port=given["health_port"],
        body_limit=LIMIT,
        tls_cert=Path(given["tls_cert"]),
        tls_key=Path(given["tls_key"]),
    )
    return serve(make, settings)


if __name__ == "__main__":
    sys.exit(main())
