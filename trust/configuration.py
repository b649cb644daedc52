# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our webhook configurations and admission policies, compared with what is shipped.

Admission cannot see that its own configuration was changed (peers.md §3 row 34). What is shipped
and what is found go through the same reduction, so that only what matters is left to differ.
"""

from collections.abc import Iterator, Mapping
from typing import cast

Shape = Mapping[str, object]
SHOWN = 5
"""Differences that are named; the others are counted."""
_HTTPS = 443
_LONGEST = 80


def shape_of(raw: Mapping[str, object]) -> Shape:
    """Reduce an object to what admission rests on; a bundle of authorities is judged apart.

    Entries stand under their names, what is empty is left out, and so is the default port.
    """
    if "spec" in raw:
        return {"spec": _pruned(raw["spec"])}
    entries = cast("list[Mapping[str, object]]", raw.get("webhooks") or [])
    return {"webhooks": {str(entry["name"]): _entry(entry) for entry in entries}}


def bundles_of(raw: Mapping[str, object]) -> Mapping[str, str]:
    """Return the caBundle of each entry, base64 of PEM, empty where there is none."""
    entries = cast("list[Mapping[str, object]]", raw.get("webhooks") or [])
    found = {}
    for entry in entries:
        client = cast("Mapping[str, object]", entry.get("clientConfig") or {})
        found[str(entry["name"])] = str(client.get("caBundle") or "")
    return found


def with_url(shape: Shape, base: str) -> Shape:
    """Return a shipped shape for an API server that calls the webhook by URL, not by Service."""
    entries = shape.get("webhooks")
    if not isinstance(entries, Mapping):
        return shape
    return {"webhooks": {name: _called(entry, base) for name, entry in entries.items()}}


def without_entry(shape: Shape, name: str) -> Shape:
    """Return a shipped shape without one entry, where the operator has left it out."""
    entries = shape.get("webhooks")
    if not isinstance(entries, Mapping):
        return shape
    return {"webhooks": {key: entry for key, entry in entries.items() if key != name}}


def differences(shipped: object, found: object, path: str = "") -> Iterator[str]:
    """Yield a clause for each place where what is found is not what is shipped."""
    if isinstance(shipped, Mapping) and isinstance(found, Mapping):
        for key in sorted({*shipped, *found}):
            at = f"{path}.{key}" if path else str(key)
            yield from differences(shipped.get(key), found.get(key), at)
    elif shipped != found:
        yield f"{path} is {_text(found)}, and shipped as {_text(shipped)}"


def _entry(entry: Mapping[str, object]) -> Shape:
    client = dict(cast("Mapping[str, object]", entry.get("clientConfig") or {}))
    client.pop("caBundle", None)
    service = client.get("service")
    if isinstance(service, Mapping) and service.get("port") == _HTTPS:
        client["service"] = {key: value for key, value in service.items() if key != "port"}
    return cast("Shape", _pruned({**entry, "clientConfig": client}))


def _called(entry: Mapping[str, object], base: str) -> Shape:
    client = cast("Mapping[str, Mapping[str, object]]", entry["clientConfig"])
    return {**entry, "clientConfig": {"url": f"{base}{client['service']['path']}"}}


def _pruned(value: object) -> object:
    """Leave out what is empty: the API server writes ``{}`` where nothing was written.

    White space is one blank: tools that render manifests fold expressions in their own ways.
    """
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        left = {key: _pruned(item) for key, item in value.items()}
        return {key: item for key, item in left.items() if item not in ({}, [], None, "")}
    return [_pruned(item) for item in value] if isinstance(value, list) else value


def _text(value: object) -> str:
    text = "absent" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
