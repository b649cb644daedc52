# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod says that it belongs to a ReplicaSet that was judged already."""

import json
from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World

GUARD = "Owner references mean nothing: every pod is judged itself."


def test_an_owner_opens_nothing(world: World, plain: Pushed, name: Callable[[], str]) -> None:
    owner = {
        "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "judged", "controller": True,
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
    }  # fmt: skip
    document = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name(), "ownerReferences": [owner]},
        "spec": {"containers": [{"name": "main", "image": plain.reference}]},
    }
    said = world.kubectl("-n", PROTECTED, "create", "-f", "-", stdin=json.dumps(document))
    assert "layers 1, 2, 3 of 3 are not encrypted" in said
