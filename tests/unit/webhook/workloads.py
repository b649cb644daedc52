# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about objects that make pods, and a World that knows a plain image."""

from dataclasses import replace
from typing import Any

from tests.unit.trust.builders import DIGEST, LAYER, evidence
from tests.unit.webhook.builders import World
from trust.template import TEMPLATE_KINDS, TemplateKind
from webhook.decision import Decision

BAD = "registry.example/shop/bad:1"
PLAIN = evidence(replace(LAYER, encrypted=False))


def world_with_a_plain_image() -> World:
    """Return a World whose registry serves BAD too."""
    found = World()
    for reference in (BAD, f"{BAD}@{DIGEST}"):
        found.images.evidence[reference] = PLAIN
    return found


def workload(
    template: dict[str, Any] | None, kind: TemplateKind, **metadata: object
) -> dict[str, Any]:
    """Return an object of a kind that makes such pods."""
    inner: Any = template
    for step in reversed(kind.path):
        inner = {step: inner}
    return {"metadata": {"name": "api", **metadata}, **inner}


def resource(target: str) -> dict[str, str]:
    """Return a resource as a review has it: ``deployments.apps``."""
    name, _, group = target.partition(".")
    return {"group": group, "version": "v1", "resource": name}


def validate(
    world: World,
    template: dict[str, Any] | None,
    *,
    old: dict[str, Any] | None = None,
    target: str = "deployments.apps",
    **metadata: object,
) -> Decision:
    """Judge an object of the kind of ``target`` with this template."""
    kind = TEMPLATE_KINDS[target]
    changes: dict[str, Any] = {"resource": resource(target)}
    if old is not None:
        changes |= {"operation": "UPDATE", "oldObject": workload(old, kind)}
    return world.validate(workload(template, kind, **metadata), **changes)


def mutate(
    world: World,
    template: dict[str, Any],
    *,
    old: dict[str, Any] | None = None,
    target: str = "deployments.apps",
    **metadata: object,
) -> dict[str, Any]:
    """Return an object of the kind of ``target`` as /mutate leaves it."""
    kind = TEMPLATE_KINDS[target]
    changes: dict[str, Any] = {"resource": resource(target)}
    if old is not None:
        changes |= {"operation": "UPDATE", "oldObject": workload(old, kind)}
    return world.mutate(workload(template, kind, **metadata), **changes)


def template_of(document: dict[str, Any], target: str = "deployments.apps") -> dict[str, Any]:
    """Return the template of an object."""
    for step in TEMPLATE_KINDS[target].path:
        document = document[step]
    return document
