# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``POST /mutate`` and ``POST /validate``."""

import time
from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry, Counter

from serving.deadline import deadline_of
from serving.decisions import log_decision
from serving.errors import BadRequestError
from serving.strict_json import loads
from webhook.admission import Admission
from webhook.decision import Decision
from webhook.errors import ReviewError
from webhook.respond import respond
from webhook.review import Request, parse_review
from webhook.unreadable import answer_failures, refuse_unreadable

Decide = Callable[[Request, float], Decision]


def blueprint(admission: Admission, registry: CollectorRegistry) -> Blueprint:
    """Return the two routes; every decision is logged in one line and counted."""
    routes = Blueprint("webhook", __name__)
    count = _counted(registry)

    def answer(endpoint: str, decide: Decide) -> Response:
        started = time.monotonic()
        raw = request.get_data()
        try:
            review = parse_review(loads(raw))
        except (BadRequestError, ReviewError) as exc:
            return refuse_unreadable(raw, str(exc))
        decision = decide(review, deadline_of(request))
        if not review.dry_run:  # which leaves nothing behind, not even a count
            count(endpoint, decision)
        _log(endpoint, review, decision, started)
        return jsonify(respond(review.uid, decision))

    answer_failures(routes)

    @routes.post("/mutate")
    def mutate() -> Response:
        return answer("mutate", lambda review, end: admission.mutate(review, deadline=end))

    @routes.post("/validate")
    def validate() -> Response:
        return answer("validate", lambda review, end: admission.validate(review, deadline=end))

    return routes


def _counted(registry: CollectorRegistry) -> Callable[[str, Decision], None]:
    """Return what counts; there are as many series as policies, modes and codes at most."""
    decisions = Counter(
        "bondstone_admission_decisions",
        "Decisions on admission requests, dry runs left out.",
        ["endpoint", "mode", "verdict"],
        registry=registry,
    )
    refusals = Counter(
        "bondstone_would_be_denials",
        "Reasons that a policy had to refuse a pod; in Warn and Audit it was admitted. "
        "Dry runs are left out.",
        ["policy", "mode", "code"],
        registry=registry,
    )

    def count(endpoint: str, decision: Decision) -> None:
        for refusal in decision.refusals:
            refusals.labels(refusal.policy, refusal.mode.value, refusal.code).inc()
        decisions.labels(endpoint, "Enforce", decision.verdict.outcome.value).inc()
        for mode, verdict in decision.unenforced.items():
            decisions.labels(endpoint, mode.value, verdict.outcome.value).inc()

    return count


def _log(endpoint: str, review: Request, decision: Decision, started: float) -> None:
    name = decision.pod or review.name
    # A Deployment is no pod: whoever greps for a pod's name must not find one of the same name.
    named = {"pod": name} if review.resource in ("pods", "bindings") else {}
    log_decision(
        endpoint,
        resource=review.target,
        kind=review.kind,
        object=name,
        **named,
        **({"node": decision.node, "live": dict(decision.live)} if decision.node else {}),
        namespace=review.namespace,
        policy=list(decision.policies),
        verdict=decision.verdict.outcome.value,
        codes=list(decision.verdict.codes),
        doubts=list(decision.doubts.codes),
        milliseconds=round((time.monotonic() - started) * 1000, 2),
        uid=review.uid,
        operation=review.operation,
        dry_run=review.dry_run,
        user=review.user,
        unenforced={
            mode.value.lower(): list(verdict.codes) for mode, verdict in decision.unenforced.items()
        },
        detail=next((found.detail for found in decision.findings), ""),
    )
