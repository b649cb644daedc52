# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Changes that somebody would make who wants to get around admission, in otherwise good pods."""

import random
from collections.abc import Callable, Iterator
from typing import Any

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PLAIN = "registry.example/shop/plain:1"
"""The image that registries know and that is not encrypted: a denial, not something unknown."""
_IMAGES = (
    "registry.example/shop/api:1", "docker.io/evil:1", "", "registry.example/shop/api", PLAIN,
)  # fmt: skip
_KEPT = {"name": "y", "image": "registry.example/shop/other:1"}
_UNENCRYPTED = {"name": "z", "image": PLAIN}


def specs(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  any JSON
    """Yield every pod's spec in a document."""
    if isinstance(value, dict):
        if value.get("containers") and isinstance(value["containers"], list):
            yield value
        for item in value.values():
            yield from specs(item)


def edit(spec: dict[str, Any], chance: random.Random) -> None:
    """Make one of them."""
    changes: tuple[Callable[[], object], ...] = (
        lambda: spec.update(nodeName="m1"),
        lambda: spec.update(schedulerName=chance.choice(["mine", "default-scheduler", ""])),
        lambda: spec.update(affinity=chance.choice([None, {}, {"nodeAffinity": {}}])),
        lambda: spec.update(nodeSelector={"kubernetes.io/hostname": "m2"}),
        lambda: spec["containers"][0].update(image=chance.choice(_IMAGES)),
        lambda: spec["containers"][0].update(imagePullPolicy="IfNotPresent"),
        lambda: spec.update(initContainers=[_KEPT]),
        lambda: spec.update(ephemeralContainers=[_KEPT]),
        lambda: spec["containers"].append(dict(_UNENCRYPTED)),
        lambda: spec.update(initContainers=[_UNENCRYPTED]),
        lambda: spec.update(volumes=[{"name": "v", "image": {"reference": PLAIN}}]),
        lambda: spec.update(volumes=[{"name": "v", "image": {"reference": _KEPT["image"]}}]),
        lambda: _terms(spec).append({"matchFields": [{"key": "metadata.name", "operator": "In"}]}),
        lambda: _terms(spec).append({"matchExpressions": [{"key": "a", "operator": "Exists"}]}),
        lambda: [term.update(matchExpressions=[_EXPRESSION]) for term in _terms(spec)],
    )
    chance.choice(changes)()


_EXPRESSION = {
    "key": "bondstone.node-restriction.kubernetes.io/trusted",
    "operator": "In",
    "values": ["true", "unknown"],
}


def _terms(spec: dict[str, Any]) -> list[Any]:
    """Return the terms of a pod, or a list that is nobody's."""
    level: Any = spec
    for name in ("affinity", "nodeAffinity", _REQUIRED, "nodeSelectorTerms"):
        level = level.get(name) if isinstance(level, dict) else None
    return level if isinstance(level, list) else []
