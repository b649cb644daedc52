# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the extender must not answer, found out without any of the product's code."""

import json
from typing import Any


def accepted(answer: Any) -> list[str]:  # noqa: ANN401  any JSON
    """Return the nodes that the extender lets a pod have, or lets others be evicted from."""
    if "NodeNameToMetaVictims" in answer:
        return list(answer["NodeNameToMetaVictims"])
    items = (answer["Nodes"] or {"items": []})["items"]
    return [*(answer["NodeNames"] or ()), *(item["metadata"]["name"] for item in items)]


def wrongly_accepted(call: Any, answer: Any) -> str:  # noqa: ANN401  any JSON
    """Return what an answer of the extender should not have; m1 alone is trusted."""
    asked = _asked(call)
    wrong = sorted(name for name in accepted(answer) if name != "m1" or name not in asked)
    if wrong:
        return f"nodes {wrong}"
    victims = answer.get("NodeNameToMetaVictims") or {}
    uids = {pod["UID"] for each in victims.values() for pod in each["Pods"]}
    sent = json.dumps(call)
    strangers = sorted(uid for uid in uids if json.dumps(uid) not in sent)
    return f"victims {strangers} whom nobody named" if strangers else ""


def _asked(call: Any) -> set[str]:  # noqa: ANN401  any JSON
    """Return the nodes of a call, in whatever form it names them."""
    names: set[str] = set()
    for key, value in call.items():
        if key.lower() in ("nodenames", "nodenametovictims", "nodenametometavictims"):
            names |= set(value or ())
        elif key.lower() == "nodes":
            lists = [each for field, each in (value or {}).items() if field.lower() == "items"]
            names |= {_name_of(item) for items in lists for item in items or ()}
    return names


def _name_of(item: Any) -> str:  # noqa: ANN401  any JSON
    (metadata,) = (value for key, value in item.items() if key.lower() == "metadata")
    (name,) = (value for key, value in metadata.items() if key.lower() == "name")
    return str(name)
