# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What makes a configuration of ours what was shipped again.

Two documents: one creates it where it is gone, the other changes it where it was changed. The
second is a merge patch (RFC 7386), which replaces whole lists: server-side apply would leave what
somebody else added (a match condition that is never true, another selector), and that is how a
configuration is weakened. It names the resourceVersion that was judged, so that nothing is lost
that was written meanwhile, an injected caBundle above all (Kubernetes "API Concepts", optimistic
concurrency).
"""

from collections.abc import Mapping
from typing import Any, cast

from trust.configuration import Shape


def created(
    shape: Shape,
    *,
    identity: tuple[str, str, str],
    metadata: Mapping[str, object],
    bundles: Mapping[str, str],
) -> dict[str, Any]:
    """Return the whole document.

    Args:
        shape: What is shipped.
        identity: apiVersion, kind and name.
        metadata: Labels and annotations that it had.
        bundles: The caBundle of each entry; empty where none is known.
    """
    api_version, kind, name = identity
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"name": name, **metadata},
        **_content(shape, bundles),
    }


def changed(
    shape: Shape, found: Shape, *, version: str, bundles: Mapping[str, str]
) -> dict[str, Any]:
    """Return the merge patch that leaves nothing of what was found but its metadata."""
    content = _content(shape, bundles)
    if "spec" in content:
        content = {"spec": _merge(content["spec"], found.get("spec") or {})}
    return {"metadata": {"resourceVersion": version}, **content}


def _content(shape: Shape, bundles: Mapping[str, str]) -> dict[str, Any]:
    if "spec" in shape:
        return {"spec": shape["spec"]}
    entries = cast("Mapping[str, Mapping[str, Any]]", shape["webhooks"])
    return {
        "webhooks": [_called(entry, bundles.get(name, "")) for name, entry in entries.items()],
    }


def _called(entry: Mapping[str, Any], bundle: str) -> dict[str, Any]:
    bundled = {"caBundle": bundle} if bundle else {}
    return {**entry, "clientConfig": {**entry["clientConfig"], **bundled}}


def _merge(wanted: object, found: object) -> object:
    """Return the patch of one value: fields that are not wanted become null, which removes them."""
    if not isinstance(wanted, Mapping) or not isinstance(found, Mapping):
        return wanted
    gone = dict.fromkeys(found.keys() - wanted.keys())
    return {**gone, **{key: _merge(value, found.get(key)) for key, value in wanted.items()}}
