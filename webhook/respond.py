# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Decision as the API server reads it (admission/v1 AdmissionResponse)."""

import json
from base64 import b64encode

from trust.policy import Mode
from trust.verdict import Outcome
from webhook.admission import Decision
from webhook.review import API_VERSION, Response, Review

WARNING_LIMIT = 256
"""Characters of one warning; the API server may cut longer ones (warning headers, RFC 9110)."""
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
            "message": decision.verdict.message(policies=decision.policies),
            "reason": "Forbidden",
        }
    elif decision.patch:
        response["patchType"] = "JSONPatch"
        response["patch"] = b64encode(json.dumps(decision.patch).encode()).decode()
    warned = decision.unenforced.get(Mode.WARN)
    if warned is not None and warned.findings:
        response["warnings"] = [
            f"{decision.pod}: {finding.text}"[:WARNING_LIMIT] for finding in warned.findings
        ]
    return {"apiVersion": API_VERSION, "kind": "AdmissionReview", "response": response}


def _audit(decision: Decision) -> dict[str, str]:
    """Write what an auditor greps for; the API server puts the webhook's name in front."""
    annotations = {"verdict": decision.verdict.outcome.value}
    if decision.policies:
        annotations["policies"] = ",".join(decision.policies)
    if decision.verdict.codes:
        annotations["findings"] = ",".join(decision.verdict.codes)
    for mode, verdict in decision.unenforced.items():
        annotations[mode.value.lower()] = ",".join((verdict.outcome.value, *verdict.codes))
    return annotations
