# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Answers for reviews that cannot be judged: a refusal with the uid, never another status.

Whatever else an API server gets counts as a failed call, which ``failurePolicy: Ignore`` admits: a
pod's author must not be able to write something that makes the call fail. Templates alone are let
in with a warning where we fail, for they are judged as early feedback; their pods are refused.
"""

import logging

from flask import Blueprint, Response, jsonify, request

from serving.decisions import log_decision
from serving.errors import BadRequestError
from serving.past import read_past
from trust.template import TEMPLATE_KINDS
from trust.verdict import Finding, Outcome, Verdict
from webhook.decision import Decision
from webhook.respond import respond
from webhook.review import HEAD_BYTES, uid_of
from webhook.target import target_of

_LOG = logging.getLogger("webhook")


def refuse_unreadable(raw: bytes, why: str, *, failed: bool = False) -> Response:
    """Refuse what could not be judged, in the form that the API server understands.

    Args:
        raw: The body, or its beginning.
        why: What is wrong with it, as a clause.
        failed: It is our own defect, for which no template is refused.

    Raises:
        BadRequestError: There is no uid to answer, so that this is no API server.
    """
    uid = uid_of(raw)
    if uid is None:
        raise BadRequestError(why)
    finding = Finding(
        code="review-unreadable",
        outcome=Outcome.UNKNOWN,
        detail=f"the review cannot be read: {why}",
    )
    verdict, kind = Verdict.of([finding]), TEMPLATE_KINDS.get(target_of(raw) or "")
    decision = Decision(verdict=verdict)
    if failed and kind is not None:
        decision = Decision(doubts=verdict, subject=kind.name, pod=kind.name)
    log_decision(
        "unreadable",
        pod="",
        namespace="",
        policy=[],
        verdict=decision.verdict.outcome.value,
        codes=list(decision.verdict.codes),
        doubts=list(decision.doubts.codes),
        milliseconds=0.0,
        uid=uid,
        detail=finding.detail,
    )
    return jsonify(respond(uid, decision))


def answer_failures(routes: Blueprint) -> None:
    """Let bodies that are too large and defects of ours be refused in that form too."""

    @routes.errorhandler(413)
    def too_large(_: Exception) -> tuple[Response, int]:
        head = read_past(request.environ, HEAD_BYTES)
        if uid_of(head) is None:
            return jsonify(error="Request Entity Too Large"), 413
        return refuse_unreadable(head, "it is longer than this webhook reads"), 200

    @routes.errorhandler(500)
    def failed(exc: Exception) -> tuple[Response, int]:
        cause = getattr(exc, "original_exception", None) or exc
        _LOG.error("decision failed", exc_info=cause, extra={"path": request.path})
        raw = request.get_data()
        if uid_of(raw) is None:
            return jsonify(error="internal error; the log of this component says more"), 500
        return refuse_unreadable(raw, "Bondstone failed; its log says more", failed=True), 200
