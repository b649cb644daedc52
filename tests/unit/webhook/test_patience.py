# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How long a pod waits for policies that refuse nothing."""

import threading
from datetime import timedelta

import pytest

from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import World, pod
from trust.policy import Mode
from trust.verdict import Outcome


@pytest.mark.parametrize("mode", ["Warn", "Audit"])
def test_a_registry_that_does_not_answer_holds_up_no_pod_that_is_only_watched(mode: str) -> None:
    world = World(patience=timedelta(0))
    world.policies.put("payments", policy(mode=mode))
    world.images.silent = threading.Event()
    decision = world.validate(pod())
    assert decision.verdict.outcome is Outcome.ALLOW
    assert decision.unenforced[Mode(mode)].codes == ("image-unavailable",)
    assert not world.images.silent.is_set()
    world.images.silent.set()
