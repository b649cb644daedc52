# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``POST /filter``."""

import time
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry, Counter

from extender.errors import ArgumentsError
from extender.filter import Answer, Filter
from extender.wire import FilterCall, parse_filter_call
from serving.decisions import log_decision
from serving.errors import BadRequestError
from serving.strict_json import loads

_LOGGED = 8
"""Refused nodes that a log line names: the others have reasons of the same kinds."""


def blueprint(
    filtering: Filter, *, now: Callable[[], datetime], registry: CollectorRegistry
) -> Blueprint:
    """Return the route; every call is logged in one line, and names are counted by outcome."""
    routes = Blueprint("extender", __name__)
    names = Counter(
        "bondstone_filtered_nodes",
        "Nodes that filter calls asked about.",
        ["outcome"],
        registry=registry,
    )

    @routes.post("/filter")
    def filter_nodes() -> Response:
        started = time.monotonic()
        try:
            call = parse_filter_call(loads(request.get_data()))
        except ArgumentsError as exc:
            raise BadRequestError(str(exc)) from exc
        answer = filtering.answer(call, now=now())
        names.labels("accepted").inc(len(answer.result["NodeNames"]))
        names.labels("refused").inc(len(answer.result["FailedAndUnresolvableNodes"]))
        _log(call, answer, started)
        return jsonify(answer.result)

    return routes


def _log(call: FilterCall, answer: Answer, started: float) -> None:
    refused = answer.result["FailedAndUnresolvableNodes"]
    log_decision(
        "filter",
        pod=answer.pod or _metadata(call, "name"),
        namespace=call.namespace,
        policy=list(answer.policies),
        verdict="allow" if answer.result["NodeNames"] else _refusal(answer),
        codes=sorted(answer.codes),
        milliseconds=round((time.monotonic() - started) * 1000, 2),
        uid=_metadata(call, "uid"),
        accepted=len(answer.result["NodeNames"]),
        refused=dict(islice(refused.items(), _LOGGED)),
        refused_count=len(refused),
    )


def _refusal(answer: Answer) -> str:
    return "unknown" if answer.unknown else "deny"


def _metadata(call: FilterCall, name: str) -> str:
    """Read what the log says of a pod that could not be read as a whole."""
    metadata = call.pod.get("metadata")
    value = metadata.get(name) if isinstance(metadata, dict) else None
    return value if isinstance(value, str) else ""
