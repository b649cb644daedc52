# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Decision as the API server reads it (admission/v1 AdmissionResponse)."""

import json
from base64 import b64encode
from collections.abc import Iterator

from trust.policy import Mode
from trust.verdict import Outcome, Verdict
from webhook.decision import Decision
from webhook.review import API_VERSION, Response, Review

WARNING_LIMIT = 256
"""Characters of one warning; the API server may cut longer ones (warning headers, RFC 9110)."""
WARNINGS = 8
"""At a time: more would bury what kubectl prints besides."""
_NAME_LIMIT = 63
"""Characters of a policy's name in a warning, of the 253 that it may have."""
_FORBIDDEN = 403


def respond(uid: str, decision: Decision) -> Review:
    """Write the answer: refused with its reason, or allowed with a patch and warnings."""
    response: Response = {
        "uid": uid,
        "allowed": decision.verdict.outcome is Outcome.ALLOW,
        "auditAnnotations": _audit(decision),
    }
    if not response["allowed"]:
        response["status"] = {
            "code": _FORBIDDEN,
            "message": decision.verdict.message(
                policies=decision.refused_by,
                subject=decision.subject,
                annotated=decision.annotated,
                rest=decision.in_full,
            ),
            "reason": "Forbidden",
        }
    elif decision.patch:
        response["patchType"] = "JSONPatch"
        response["patch"] = b64encode(json.dumps(decision.patch).encode()).decode()
    warnings = list(_warnings(decision))
    if warnings:
        response["warnings"] = [_cut(text) for text in _few(warnings, decision.object)]
    return {"apiVersion": API_VERSION, "kind": "AdmissionReview", "response": response}


def _warnings(decision: Decision) -> Iterator[str]:
    """Yield what a person should read at once, although the request is not refused for it."""
    for finding in decision.doubts.findings:
        yield f"{decision.object}: {_refused(decision)} as long as this holds: {finding.text}"
    for finding in decision.unenforced.get(Mode.WARN, Verdict()).findings:
        yield f"{decision.object}: {finding.text}"
    for remark in decision.remarks:
        yield f"{decision.object}: {remark}"


def _refused(decision: Decision) -> str:
    """Say who will refuse the pods of a template, in few words: the reason needs the room."""
    if not decision.refused_by:
        return "its pods are refused"
    first, *others = decision.refused_by
    more = f" and {len(others)} more refuse" if others else " refuses"
    return f'TrustPolicy "{_cut(first, limit=_NAME_LIMIT)}"{more} its pods'


def _few(texts: list[str], about: str) -> list[str]:
    """Leave out what has no room; the last one counts them."""
    left = len(texts) - WARNINGS + 1
    return texts if left <= 1 else [*texts[: WARNINGS - 1], f"{about}: and {left} more"]


def _cut(text: str, *, limit: int = WARNING_LIMIT) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _audit(decision: Decision) -> dict[str, str]:
    """Write what an auditor greps for; the API server puts the webhook's name in front."""
    annotations = {"verdict": decision.verdict.outcome.value}
    if decision.policies:
        annotations["policies"] = ",".join(decision.policies)
    if decision.verdict.codes:
        annotations["findings"] = ",".join(decision.verdict.codes)
    if decision.doubts.codes:
        annotations["doubts"] = ",".join(decision.doubts.codes)
    for mode, verdict in decision.unenforced.items():
        annotations[mode.value.lower()] = ",".join((verdict.outcome.value, *verdict.codes))
    return annotations
