# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Templates whose pods could not be read: told of, and never refused for it."""

import pytest

from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import World, pod
from tests.unit.webhook.workloads import validate, world_with_a_plain_image
from trust.policy import Mode
from trust.verdict import Outcome

CROWDED = pod(containers=[{"name": f"c{number}", "image": "x"} for number in range(2000)])


@pytest.fixture
def world() -> World:
    return world_with_a_plain_image()


def test_a_crowded_template_is_warned_of(world: World) -> None:
    labelled = {**CROWDED, "metadata": {"name": "p", "labels": {"a": "b"}}}
    for old in (None, CROWDED):
        decision = validate(world, labelled, old=old)
        assert decision.verdict.outcome is Outcome.ALLOW
        assert decision.doubts.codes == ("pod-unreadable",)


@pytest.mark.parametrize("mode", [Mode.WARN, Mode.AUDIT])
def test_policies_that_only_watch_say_what_they_would_have_said(world: World, mode: Mode) -> None:
    world.policies.put("payments", policy(mode=mode.value))
    decision = validate(world, CROWDED)
    assert (decision.verdict.outcome, decision.doubts.codes) == (Outcome.ALLOW, ())
    assert decision.unenforced[mode].codes == ("pod-unreadable",)
