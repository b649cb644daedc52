# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded requests, moved into the protected namespace and to images that are there."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from localcluster.world import PROTECTED

_ASSETS = Path(__file__).parent.parent.parent / "assets"
IMAGE = "registry.example/shop/api:1"


def review(path: str, *, namespace: str = PROTECTED, **images: str) -> dict[str, Any]:
    """Return a recorded review with a uid of its own.

    Args:
        path: Folder and name, such as ``reviews/create``.
        namespace: Where the pod is.
        images: ``main`` for the recorded image, ``x2`` for ``x:2``, ``x3`` for ``x:3``.
    """
    text = (_ASSETS / f"{path}.json").read_text()
    for name, recorded in (("main", IMAGE), ("x2", "x:2"), ("x3", "x:3")):
        text = text.replace(json.dumps(recorded), json.dumps(images.get(name, recorded)))
    text = text.replace('"namespace": "default"', f'"namespace": {json.dumps(namespace)}')
    document: dict[str, Any] = json.loads(text)
    document["request"]["uid"] = str(uuid4())
    return document


def preemption_call(victims: dict[str, list[str]], *, namespace: str = PROTECTED) -> dict[str, Any]:
    """Return the recorded call about uids of other victims, by node."""
    document: dict[str, Any] = json.loads((_ASSETS / "preemption" / "preempt.json").read_text())
    document["Pod"]["metadata"] |= {"namespace": namespace, "uid": str(uuid4())}
    by_node = {
        node: {"Pods": [{"UID": uid} for uid in uids], "NumPDBViolations": 1}
        for node, uids in victims.items()
    }
    return {**document, "NodeNameToMetaVictims": by_node}


def filter_call(*nodes: str, namespace: str = PROTECTED) -> dict[str, Any]:
    """Return the recorded call about other nodes, for a pod with a uid of its own."""
    document: dict[str, Any] = json.loads((_ASSETS / "extender" / "filter.json").read_text())
    document["Pod"]["metadata"] |= {"namespace": namespace, "uid": str(uuid4())}
    return {**document, "NodeNames": list(nodes)}
