# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A dry run is answered differently from the real request, or leaves something behind."""

from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World

GUARD = (
    "A dry run takes the same path; the webhook declares that it has no side effects, and does not "
    "count it."
)
COUNTERS = ("bondstone_admission_decisions_total{", "bondstone_would_be_denials_total{")


def counted(world: World) -> list[str]:
    """Return what the webhook has counted of requests, as its metrics say it."""
    lines = world.bondstone.metrics("webhook").splitlines()
    return [line for line in lines if line.startswith(COUNTERS)]


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


def test_a_dry_run_is_not_counted(
    world: World, encrypted: Pushed, plain: Pushed, name: Callable[[], str]
) -> None:
    run = ("-n", PROTECTED, "run", name(), "--restart=Never", f"--image={plain.reference}")
    before = counted(world)
    assert "are not encrypted" in world.kubectl(*run, "--dry-run=server")
    accepted = (*run[:-1], f"--image={encrypted.reference}", "--dry-run=server")
    assert "created" in world.kubectl(*accepted)
    assert counted(world) == before
    assert "are not encrypted" in world.kubectl(*run)
    assert counted(world) != before
