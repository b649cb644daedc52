# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The webhook asked by the API server itself: with its addresses, authorities and credentials.

A pod is created in a dry run in each protected namespace. Whatever is said of the pod, the webhook
was heard; "failed calling webhook" says that it was not, and why.
"""

from collections.abc import Iterator

from checkup.api import Api, listed
from checkup.line import Line, Standing
from cluster.errors import ClusterError, RefusedError
from trust.names import PROTECTED_LABEL
from trust.namespace import NEVER_PROTECTED

_FAILED = "failed calling webhook"
_DENIED = "denied the request"
_MOST = 5
"""Namespaces that are tried: all are called alike."""
PROBE = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"generateName": "bondstone-status-"},
    "spec": {
        "automountServiceAccountToken": False,
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [
            {
                "name": "probe",
                "image": "bondstone.invalid/probe:1",
                "securityContext": {
                    "allowPrivilegeEscalation": False,
                    "capabilities": {"drop": ["ALL"]},
                },
            }
        ],
    },
}
"""Nothing else should refuse it: it satisfies Pod Security "restricted"."""


def asked_through(api: Api) -> Iterator[Line]:
    """Tell whether the API server reaches the webhook."""
    selector = f"{PROTECTED_LABEL}=true"
    namespaces = [
        str(raw["metadata"]["name"])
        for raw in listed(api, "/api/v1/namespaces", labelSelector=selector)
    ]
    for name in sorted(set(namespaces) - NEVER_PROTECTED)[:_MOST]:
        yield _in(api, name)
    if not namespaces:
        detail = f"nobody was asked: no namespace has the label {selector} yet"
        yield _line("webhook", Standing.OK, detail, "")


def _in(api: Api, namespace: str) -> Line:
    subject = f"namespace {namespace}"
    try:
        api.create_dry(f"/api/v1/namespaces/{namespace}/pods", PROBE)
    except RefusedError as exc:
        if _FAILED in str(exc):
            remedy = "no pod is created there meanwhile; see the lines of the webhook above"
            return _line(subject, Standing.WRONG, str(exc), remedy)
        return _line(subject, Standing.UNKNOWN, f"the pod was refused by another: {exc}", "")
    except ClusterError as exc:
        if _DENIED in str(exc):
            return _line(subject, Standing.OK, "the webhook was asked, and refused the probe", "")
        remedy = "run this as somebody who may create pods there"
        return _line(subject, Standing.UNKNOWN, f"the probe was not judged: {exc}", remedy)
    return _line(subject, Standing.OK, "the webhook was asked, and admitted the probe", "")


def _line(subject: str, standing: Standing, detail: str, remedy: str) -> Line:
    return Line(check="webhook", subject=subject, standing=standing, detail=detail, remedy=remedy)
