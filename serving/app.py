# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Flask application of a component: limits, errors as JSON, request metrics."""

import logging
import time

from flask import Flask, Response, g, jsonify, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from werkzeug.exceptions import HTTPException

from serving.clients import require_client
from serving.component import Component
from serving.deadline import SETTING
from serving.errors import BadRequestError
from serving.past import read_past
from serving.settings import ServerSettings

_LOG = logging.getLogger("serving")
_TOO_LARGE = 413
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def app(component: Component, settings: ServerSettings, registry: CollectorRegistry) -> Flask:
    """Return the application; the same with and without gunicorn.

    Args:
        component: Routes.
        settings: Limits.
        registry: Where to count.
    """
    flask = Flask(settings.name, static_folder=None)
    flask.config["MAX_CONTENT_LENGTH"] = settings.body_limit
    flask.config[SETTING] = settings.deadline
    flask.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    flask.register_blueprint(component.blueprint)
    _count_requests(flask, registry)
    _check_requests(flask, settings)
    _answer_errors(flask)
    return flask


def _check_requests(flask: Flask, settings: ServerSettings) -> None:
    @flask.before_request
    def check() -> None:
        if settings.client_ca is not None:
            require_client(request, settings.client_names)
        if request.method == "POST" and request.mimetype != "application/json":
            raise BadRequestError("Content-Type must be application/json", status=415)
        # Chunked bodies would be cut at the limit; API server and scheduler send none.
        if request.method == "POST" and request.content_length is None:
            raise BadRequestError("the body has no length", status=411)


def _count_requests(flask: Flask, registry: CollectorRegistry) -> None:
    total = Counter(
        "bondstone_http_requests",
        "Requests by route and status.",
        ["path", "code"],
        registry=registry,
    )
    seconds = Histogram(
        "bondstone_http_request_seconds",
        "Time until the answer.",
        ["path"],
        registry=registry,
        buckets=_BUCKETS,
    )

    @flask.before_request
    def begin() -> None:
        g.started = time.monotonic()

    @flask.after_request
    def end(response: Response) -> Response:
        path = request.url_rule.rule if request.url_rule else "(none)"
        total.labels(path, str(response.status_code)).inc()
        seconds.labels(path).observe(time.monotonic() - g.get("started", time.monotonic()))
        return response


def _answer_errors(flask: Flask) -> None:
    """Answer every error as JSON without a stack trace."""

    @flask.errorhandler(BadRequestError)
    def bad_request(exc: BadRequestError) -> tuple[Response, int]:
        _LOG.warning("request refused", extra={"why": str(exc), "path": request.path[:100]})
        return jsonify(error=str(exc)), exc.status

    @flask.errorhandler(HTTPException)
    def http_error(exc: HTTPException) -> tuple[Response, int, list[tuple[str, str]]]:
        if exc.code == _TOO_LARGE:
            read_past(request.environ, 0)
        allow = [header for header in exc.get_headers() if header[0] == "Allow"]  # RFC 9110 §15.5.6
        return jsonify(error=exc.name), exc.code or 500, allow

    @flask.errorhandler(500)
    def internal(exc: Exception) -> tuple[Response, int]:
        cause = getattr(exc, "original_exception", None) or exc
        _LOG.error("request failed", exc_info=cause, extra={"path": request.path[:100]})
        return jsonify(error="internal error; the log of this component says more"), 500
