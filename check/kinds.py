# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which objects are judged, and which only look like one of them and so must not be passed over."""

from collections.abc import Mapping

from check.files import Found
from trust.template import TEMPLATE_KINDS
from trust.verdict import Finding, Outcome

_VERSIONS = {"": "v1", "apps": "apps/v1", "batch": "batch/v1"}
_RESOURCES: Mapping[tuple[str, str], str] = {
    ("v1", "Pod"): "pods",
    **{
        (_VERSIONS[resource.partition(".")[2]], kind.name): resource
        for resource, kind in TEMPLATE_KINDS.items()
    },
}
"""What is judged, by apiVersion and kind."""
_READ = frozenset({*_RESOURCES, ("v1", "Namespace")})
_KNOWN: Mapping[str, tuple[str, str]] = {
    **{f"{kind}list".lower(): (version, f"{kind}List") for version, kind in _READ},
    **{kind.lower(): (version, kind) for version, kind in _READ},
    "list": ("v1", "List"),
}
"""By kind in small letters, how it is written."""
_KUBERNETES = (".k8s.io", ".kubernetes.io")


def resource_of(found: Found) -> str | None:
    """Return the resource, as kubectl writes it, of a Pod or of what makes pods; None of others."""
    return _RESOURCES.get((found.document["apiVersion"], found.kind))


def doubt_of(found: Found) -> Finding | None:
    """Return why an object that is not judged must not be passed over either; None where it may.

    Of a group of somebody's own domain it is a custom resource, whatever its kind (Volcano's Job):
    the pods that come of it are judged in the cluster.
    """
    version, kind = found.document["apiVersion"], found.kind
    group = version.rpartition("/")[0]
    known = _KNOWN.get(kind.strip().lower())
    foreign = "." in group and not group.endswith(_KUBERNETES)
    if known is None or foreign or (version, kind) in _READ:
        return None
    if (version, kind) == known:  # a List that is still one has not been taken apart
        detail = f'kind "{kind}" has no list of items, so nothing of it was judged'
        remedy = "write its objects under items"
    else:
        detail = f'apiVersion "{version}" with kind "{kind}" is served by no API server'
        remedy = f'write apiVersion "{known[0]}" and kind "{known[1]}"'
    return Finding(code="kind-unknown", outcome=Outcome.UNKNOWN, detail=detail, remedy=remedy)
