# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether another installation is in the way: one that calls another namespace by our names."""

from collections.abc import Iterator

from checkup.api import Api, Raw, listed
from checkup.deployments import OURS
from checkup.line import Line, Standing
from cluster.configurations import collection_of
from cluster.errors import NotFoundError
from trust.names import API_GROUP, API_VERSION

_WEBHOOKS = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
_CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
_BINDINGS = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"


def other_installations(api: Api) -> Iterator[Line]:
    """Tell what is there under our names and is not ours; one line where nothing is."""
    found = [*_webhooks(api), *_kinds(api), *_bindings(api)]
    yield from found
    if not found:
        yield Line(
            check="other-installations",
            subject="cluster",
            standing=Standing.OK,
            detail="nothing of another installation is in the way",
        )


def _webhooks(api: Api) -> Iterator[Line]:
    for kind in _WEBHOOKS:
        for raw in listed(api, collection_of(kind)):
            entries = raw.get("webhooks") or []
            ours = [each for each in entries if str(each["name"]).endswith(f".{API_GROUP}")]
            places = {_place(each) for each in ours} - {OURS, ""}
            name = raw["metadata"]["name"]
            if ours and name != "bondstone":
                yield _wrong(f"{kind} {name}", f"has entries of {API_GROUP} under another name")
            elif places:
                yield _wrong(f"{kind} {name}", f"calls namespace {', '.join(sorted(places))}")


def _place(entry: Raw) -> str:
    service = (entry.get("clientConfig") or {}).get("service") or {}
    return str(service.get("namespace", ""))


def _kinds(api: Api) -> Iterator[Line]:
    for kind in ("trustpolicies", "nodeidentities"):
        try:
            raw = api.get(f"{_CRDS}/{kind}.{API_GROUP}")
        except NotFoundError:
            continue
        subject = f"CustomResourceDefinition {kind}.{API_GROUP}"
        if raw["metadata"].get("deletionTimestamp"):
            yield _wrong(subject, "is being deleted")
        stored = (raw.get("status") or {}).get("storedVersions") or [API_VERSION]
        if API_VERSION not in stored:
            yield _wrong(subject, f"keeps objects of version {', '.join(stored)}")


def _bindings(api: Api) -> Iterator[Line]:
    for raw in listed(api, _BINDINGS):
        name = str(raw["metadata"]["name"])
        role = str(raw["roleRef"]["name"])
        if role not in ("bondstone-hub", "bondstone-webhook", "bondstone-extender"):
            continue
        subjects = raw.get("subjects") or []
        places = {str(each.get("namespace", "")) for each in subjects} - {OURS, ""}
        if places:
            detail = f"gives rights to namespace {', '.join(sorted(places))}"
            yield _wrong(f"ClusterRoleBinding {name}", detail)


def _wrong(subject: str, detail: str) -> Line:
    return Line(
        check="other-installations",
        subject=subject,
        standing=Standing.WRONG,
        detail=detail,
        remedy="uninstall the other one first (docs/existing-clusters.md), until it is gone",
    )
