# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether whoever asks may install: SelfSubjectAccessReview (authorization.k8s.io/v1)."""

from collections.abc import Iterator

from checkup.api import Api
from checkup.line import Line, Standing
from cluster.configurations import PLURALS
from trust.names import API_GROUP

_REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
_VERBS = ("create", "patch")
_RBAC = "rbac.authorization.k8s.io"
RIGHTS = {
    "": ("namespaces", "serviceaccounts", "services", "configmaps", "secrets"),
    "apps": ("deployments",),
    "policy": ("poddisruptionbudgets",),
    "networking.k8s.io": ("networkpolicies",),
    "scheduling.k8s.io": ("priorityclasses",),
    "apiextensions.k8s.io": ("customresourcedefinitions",),
    _RBAC: ("clusterroles", "clusterrolebindings", "roles", "rolebindings"),
    "admissionregistration.k8s.io": tuple(PLURALS.values()),
    API_GROUP: ("trustpolicies", "nodeidentities"),
}
_ESCALATION = (("escalate", "clusterroles"), ("bind", "clusterroles"))
"""Our roles have rights that whoever installs them may not have himself."""


def permissions(api: Api) -> Iterator[Line]:
    """Tell what is not allowed; one line where all is."""
    if _may(api, "*", "*", "*"):
        yield _line("everything", "you may do everything", allowed=True)
        return
    refused = [
        (f"{resource}.{group}".rstrip("."), verb)
        for group, resources in RIGHTS.items()
        for resource in resources
        for verb in _VERBS
        if not _may(api, verb, group, resource)
    ]
    refused += [
        (f"{resource}.{_RBAC}", verb)
        for verb, resource in _ESCALATION
        if not _may(api, verb, _RBAC, resource)
    ]
    for resource in dict.fromkeys(resource for resource, _ in refused):
        verbs = " and ".join(verb for each, verb in refused if each == resource)
        yield _line(resource, f"you may not {verbs} {resource}", allowed=False)
    if not refused:
        yield _line("what is installed", "you may create and change all of it", allowed=True)


def _may(api: Api, verb: str, group: str, resource: str) -> bool:
    about = {"verb": verb, "group": group, "resource": resource, "namespace": ""}
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": about},
    }
    return bool(api.create_dry(_REVIEWS, review).get("status", {}).get("allowed"))


def _line(subject: str, detail: str, *, allowed: bool) -> Line:
    return Line(
        check="permissions",
        subject=subject,
        standing=Standing.OK if allowed else Standing.WRONG,
        detail=detail,
        remedy="" if allowed else "install as cluster-admin, or have this right given to you",
    )
