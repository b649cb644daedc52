# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A dry run is answered differently from the real request, or leaves something behind."""

from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World

GUARD = "A dry run takes the same path; the webhook declares that it has no side effects."


def test_a_dry_run_gets_the_same_answer(
    world: World, encrypted: Pushed, plain: Pushed, name: Callable[[], str]
) -> None:
    pod = name()
    dry = ("-n", PROTECTED, "run", pod, "--restart=Never", "--dry-run=server")
    real = ("-n", PROTECTED, "run", pod, "--restart=Never")
    refused = world.kubectl(*dry, f"--image={plain.reference}")
    assert refused == world.kubectl(*real, f"--image={plain.reference}")
    assert "created" in world.kubectl(*dry, f"--image={encrypted.reference}")
    assert "NotFound" in world.kubectl("-n", PROTECTED, "get", "pod", pod)
