# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Deployments: replicas that are ready, and of the newest template."""

from collections.abc import Iterable, Iterator

from checkup.api import Api, Raw, listed
from checkup.line import Line, Standing

NAMES = ("bondstone-webhook", "bondstone-extender", "bondstone-scheduler", "bondstone-hub")
CERT_MANAGER_NAMES = ("cert-manager", "cert-manager-cainjector", "cert-manager-webhook")
OURS = "bondstone-system"


def deployments(
    api: Api,
    *,
    namespace: str = OURS,
    names: Iterable[str] = NAMES,
    check: str = "deployments",
) -> Iterator[Line]:
    """Tell of each that must be there, and of each other one in the namespace of ours."""
    raws = listed(api, f"/apis/apps/v1/namespaces/{namespace}/deployments")
    found = {str(raw["metadata"]["name"]): raw for raw in raws}
    more = sorted(found.keys() - set(names)) if namespace == OURS else []
    for name in (*names, *more):
        yield _line(namespace, name, found.get(name), check)


def _line(namespace: str, name: str, raw: Raw | None, check: str) -> Line:
    standing, detail, remedy = Standing.WRONG, "does not exist", "apply the manifests"
    if raw is not None:
        wanted = (raw.get("spec") or {}).get("replicas", 1)
        status = raw.get("status") or {}
        ready, updated = status.get("readyReplicas", 0), status.get("updatedReplicas", 0)
        seen = status.get("observedGeneration") == raw["metadata"].get("generation")
        detail = f"{ready} of {wanted} replicas are ready, {updated} of the newest template"
        remedy = f"kubectl -n {namespace} describe deployment {name}; kubectl -n {namespace} logs "
        remedy += f"deployment/{name}"
        if seen and wanted and ready >= wanted and updated >= wanted:
            standing, remedy = Standing.OK, ""
        elif not wanted:
            detail = "is scaled to nothing"
            remedy = f"kubectl -n {namespace} scale deployment {name} --replicas=2"
    return Line(
        check=check,
        subject=f"Deployment {namespace}/{name}",
        standing=standing,
        detail=detail,
        remedy=remedy,
    )
