# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Updates of pods/status: what protection rests on is judged, and a mere status passes."""

from typing import Any

import pytest

from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import World, pod
from trust.names import TAGS_ANNOTATION
from trust.verdict import Outcome
from webhook.decision import Decision

SELECTING = {
    "namespaceSelector": {"matchLabels": {"team": "payments"}},
    "podSelector": {"matchLabels": {"app": "api"}},
}


@pytest.fixture
def world() -> World:
    world = World()
    world.policies.put("payments", policy(match=SELECTING))
    return world


def marked(**metadata: object) -> dict[str, Any]:
    return {**pod(), "metadata": {"name": "p", **metadata}, "status": {"message": "m"}}


def written(world: World, new: dict[str, Any], old: dict[str, Any]) -> Decision:
    changes: dict[str, Any] = {"operation": "UPDATE", "subResource": "status", "oldObject": old}
    return world.validate(new, **changes)


def test_a_label_that_protects_is_not_taken_off(world: World) -> None:
    for labels in ({}, None, {"app": "other"}):
        refused = written(world, marked(labels=labels), marked(labels={"app": "api"}))
        assert refused.verdict.codes == ("protection-removed",)


def test_a_label_that_protects_is_not_put_on_unjudged(world: World) -> None:
    refused = written(world, marked(labels={"app": "api"}), marked())
    assert "image-not-pinned" in refused.verdict.codes


def test_the_tags_that_a_pod_asks_for_stay(world: World) -> None:
    tags = {TAGS_ANNOTATION: "region=EU", "other": "1"}
    for annotations in ({"other": "1"}, None, {TAGS_ANNOTATION: "region=US"}):
        refused = written(world, marked(annotations=annotations), marked(annotations=tags))
        assert "protection-removed" in refused.verdict.codes


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (marked(labels={"app": "api"}), marked(labels={"app": "api"})),
        (marked(labels={}), marked()),
        (marked(annotations={"cni": "2"}), marked(annotations={"cni": "1"})),
        (marked(annotations={}), marked(annotations=None)),
        (
            marked(annotations={TAGS_ANNOTATION: "a=b", "cni": "2"}),
            marked(annotations={TAGS_ANNOTATION: "a=b"}),
        ),
    ],
    ids=["status", "no labels", "another annotation", "no annotations", "same tags"],
)
def test_a_mere_status_passes_even_while_nothing_is_known(
    world: World, new: dict[str, Any], old: dict[str, Any]
) -> None:
    world.policies.synced = False
    assert written(world, new, old).verdict.outcome is Outcome.ALLOW
    assert world.images.asked == []


@pytest.mark.parametrize("metadata", [None, "nonsense", {"labels": {"app": 3}}])
def test_what_cannot_be_read_is_judged_and_never_passes(world: World, metadata: object) -> None:
    refused = written(world, {**pod(), "metadata": metadata}, marked(labels={"app": "api"}))
    assert refused.verdict.codes == ("pod-unreadable",)


def test_a_status_is_never_changed(world: World) -> None:
    document = marked(labels={"app": "api"})
    changes: dict[str, Any] = {"operation": "UPDATE", "subResource": "status"}
    assert world.mutate(document, oldObject=marked(), **changes) is document
