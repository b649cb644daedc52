# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A plain image hides in the list of init containers or sidecars, which is not the first one."""

import json
from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World

GUARD = "Every list of containers is walked; an image anywhere must be encrypted."


@pytest.mark.parametrize("extra", [{}, {"restartPolicy": "Always"}], ids=["init", "sidecar"])
def test_every_list_counts(
    world: World, encrypted: Pushed, plain: Pushed, name: Callable[[], str], extra: dict[str, str]
) -> None:
    spec = {
        "containers": [{"name": "main", "image": encrypted.reference}],
        "initContainers": [{"name": "extra", "image": plain.reference, **extra}],
    }
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name()}, "spec": spec}
    said = world.kubectl("-n", PROTECTED, "create", "-f", "-", stdin=json.dumps(pod))
    assert '(container "extra"): layers 1, 2, 3 of 3 are not encrypted' in said
