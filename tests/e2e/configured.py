# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our configurations as stories look at them."""

import json
from typing import Any

from localcluster.scheduler import MANIFESTS
from localcluster.world import World
from tests.e2e.auditing import hub_metric

RESTORING = MANIFESTS / "components" / "restore-configurations" / "rbac.yaml"
"""The rights of a hub that puts configurations back."""


def hub_again(world: World, *options: str) -> None:
    """Let another hub run, with options besides its usual ones."""
    world.bondstone.processes["hub"].stop()
    world.bondstone.launch("hub", *options)
    world.bondstone.wait_ready("hub")


def is_intact(world: World, kind: str, name: str) -> bool:
    labels = f'{{configuration="{kind}/{name}"}}'
    return hub_metric(world, f"bondstone_webhook_configuration_intact{labels}") == 1


def content_of(world: World, kind: str, name: str) -> dict[str, Any]:
    """Return what counts of an object: all but what the API server keeps about it."""
    said = world.kubectl("get", kind, name, "-o=json")
    if not said.startswith("{"):
        return {"gone": said}
    document: dict[str, Any] = json.loads(said)
    kept = {"annotations", "labels", "name"}
    metadata = {key: value for key, value in document["metadata"].items() if key in kept}
    content = {key: document[key] for key in ("spec", "webhooks") if key in document}
    if "webhooks" in content:  # a set by name: that is how the API server merges them
        content["webhooks"].sort(key=lambda entry: entry["name"])
    return {"metadata": metadata, **_on_one_line(content)}


def _on_one_line(value: Any) -> Any:  # noqa: ANN401  any JSON
    if isinstance(value, dict):
        return {key: _on_one_line(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_on_one_line(item) for item in value]
    return " ".join(value.split()) if isinstance(value, str) else value
