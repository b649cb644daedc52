# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who chooses the node."""

import pytest

from trust.pod import Pod
from trust.rules.scheduled_by_us import node_not_chosen, scheduler_ours

POD = Pod(namespace="a", name="p")


def test_a_node_named_by_hand_is_refused() -> None:
    assert node_not_chosen(POD) is None
    found = node_not_chosen(Pod(namespace="a", name="p", node_name="m1"))
    assert found is not None
    assert found.code == "node-name-set"


@pytest.mark.parametrize("name", ["", "default-scheduler", "Ours"])
def test_only_our_scheduler_asks_the_extender(name: str) -> None:
    assert scheduler_ours(Pod(namespace="a", name="p", scheduler_name=name), scheduler_name="ours")


def test_our_scheduler_passes() -> None:
    pod = Pod(namespace="a", name="p", scheduler_name="ours")
    assert scheduler_ours(pod, scheduler_name="ours") is None
