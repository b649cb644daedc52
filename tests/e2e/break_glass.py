# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The policy on node marks out of force, as an administrator can make it: what then still holds."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from localcluster.world import NEW, World
from trust.names import TRUSTED_LABEL

_BINDING = ("validatingadmissionpolicybinding", "node-marks.bondstone.dev")
_FORGE = ("label", "node", NEW, f"{TRUSTED_LABEL}=forged", "--overwrite", "--dry-run=server")


@contextmanager
def node_marks_writable(world: World) -> Iterator[None]:
    """Take the binding of the policy away, and put it back."""
    document = json.loads(world.kubectl("get", *_BINDING, "-o=json"))
    document["metadata"] = {"name": document["metadata"]["name"]}
    world.kubectl("delete", *_BINDING)
    world.wait(lambda: "labeled" in world.kubectl(*_FORGE), what="the policy is out of force")
    try:
        yield
    finally:
        world.kubectl("create", "-f", "-", stdin=json.dumps(document))
        world.wait(lambda: "denied" in world.kubectl(*_FORGE), what="the policy is in force again")
