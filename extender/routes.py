# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``POST /filter`` and ``POST /preempt``."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry

from extender.calls import Calls
from extender.errors import ArgumentsError
from extender.judging import Judge
from extender.preemption_wire import parse_preemption_call, preemption_result
from extender.wire import filter_result, filter_text, parse_filter_call
from serving.errors import BadRequestError
from serving.strict_json import loads

T = TypeVar("T")


def blueprint(
    judge: Judge, *, now: Callable[[], datetime], registry: CollectorRegistry
) -> Blueprint:
    """Return the routes; every call is counted, and logged in one line."""
    routes = Blueprint("extender", __name__)
    calls = Calls(registry)

    def read(verb: str, parse: Callable[[object], T]) -> T:
        try:
            return parse(loads(request.get_data()))
        except ArgumentsError as exc:
            calls.invalid(verb)
            raise BadRequestError(str(exc)) from exc
        except BadRequestError:
            calls.invalid(verb)
            raise

    @routes.post("/filter")
    def filter_nodes() -> Response:
        started = time.monotonic()
        call = read("filter", parse_filter_call)
        judged = judge.judge(call.candidate, call.node_names, now=now())
        calls.answered("filter", call.candidate, judged, started=started)
        result = filter_result(call, accepted=judged.accepted, refused=judged.reasons)
        return Response(filter_text(result), mimetype="application/json")

    @routes.post("/preempt")
    def preempt() -> Response:
        started = time.monotonic()
        call = read("preempt", parse_preemption_call)
        judged = judge.judge(call.candidate, call.victims.keys(), now=now())
        calls.answered("preempt", call.candidate, judged, started=started)
        return jsonify(preemption_result(call, places=judged.accepted))

    return routes
