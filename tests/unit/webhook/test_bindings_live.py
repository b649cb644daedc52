# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bindings whose node is asked about live: who is asked, and what people are told."""

from tests.unit.webhook.builders import World
from tests.unit.webhook.test_bindings import bind, message, world
from trust.verdict import Outcome
from webhook.live_answer import failed

FIXTURES = (world,)


def test_a_source_that_is_asked_live_and_does_not_answer_is_told_of(world: World) -> None:
    world.live.answers["lab"] = failed("lab", "hvs.example answers with status 500")
    decision = bind(world)
    assert message(decision) == (
        'TrustPolicy "payments" could not be evaluated, so the binding is not admitted: '
        'node "m1": source "lab" did not say whether it vouches for the node now: '
        "hvs.example answers with status 500; look at the verification service; the scheduler "
        "tries the pod again"
    )
    assert (decision.node, decision.live) == ("m1", {"lab": "failed"})


def test_pods_that_need_no_trusted_node_ask_nobody(world: World) -> None:
    assert bind(world, namespace="other").verdict.outcome is Outcome.ALLOW
    assert world.live.asked == []
    bind(world)
    assert world.live.asked == [("m1", ("lab",))]
