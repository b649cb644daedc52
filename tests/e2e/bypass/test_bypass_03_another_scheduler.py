# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod asks a scheduler that does not ask our extender."""

from localcluster.world import PROTECTED, World
from tests.e2e.bypass.conftest import Create

GUARD = "Protected pods are given our scheduler, and may have no other."


def test_another_name_is_refused(create: Create) -> None:
    assert 'schedulerName is "my-scheduler"' in create(schedulerName="my-scheduler")


def test_the_default_scheduler_is_replaced(world: World, create: Create) -> None:
    assert "created" in create("defaulted", schedulerName="default-scheduler")
    path = "-o=jsonpath={.spec.schedulerName}"
    said = world.kubectl("-n", PROTECTED, "get", "pod", "defaulted", path)
    assert said == "bondstone-scheduler"
