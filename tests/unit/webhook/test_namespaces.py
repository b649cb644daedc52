# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about Namespaces: what their labels select them for."""

from typing import Any

import pytest

from tests.unit.webhook.builders import World, request
from trust.verdict import Outcome
from webhook.decision import Decision
from webhook.respond import respond


def change(world: World, before: object, after: object, subresource: str = "") -> Decision:
    def namespace(labels: object) -> dict[str, Any]:
        return {"metadata": {"name": "payments", "labels": labels}}

    asked = request(
        namespace(after),
        operation="UPDATE",
        oldObject=namespace(before),
        resource={"group": "", "resource": "namespaces"},
        subResource=subresource,
    )
    return world.admission.validate(asked, deadline=1e9)


@pytest.mark.parametrize("subresource", ["", "status", "finalize"])
def test_a_namespace_is_not_taken_out_of_its_policy(subresource: str) -> None:
    decision = change(World(), {"team": "payments"}, {"team": "shop"}, subresource)
    said = respond("u", decision)["response"]["status"]["message"]
    assert said.startswith(
        "Bondstone refuses this change of labels: the labels take namespace "
        '"payments" out of TrustPolicy "payments"; keep those that the policy selects by'
    )


def test_other_labels_change_freely() -> None:
    decision = change(World(), {"team": "payments"}, {"team": "payments", "a": "b"})
    assert decision.verdict.outcome is Outcome.ALLOW


def test_what_cannot_be_known_or_read_is_unknown() -> None:
    world = World()
    assert change(world, {}, {"a": 1}).verdict.codes == ("namespace-unreadable",)
    world.policies.synced = False
    decision = change(world, {}, {})
    assert (decision.verdict.outcome, decision.verdict.codes) == (
        Outcome.UNKNOWN,
        ("policies-not-synced",),
    )
