# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod brings affinity terms of its own: one of several is enough for the scheduler."""

from localcluster.world import BAD, EU, NEW, World
from tests.e2e.bypass.conftest import Create

GUARD = "What is needed is added to every term; terms that cannot be met are refused."


HOST = "kubernetes.io/hostname"


def affinity(*terms: object) -> dict[str, object]:
    required = {"nodeSelectorTerms": list(terms)}
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}


def expression(key: str, *values: str) -> dict[str, object]:
    return {"key": key, "operator": "In", "values": list(values)}


def test_no_term_leads_to_a_bad_node(world: World, create: Create) -> None:
    terms = [
        {"matchExpressions": [expression(HOST, BAD)]},
        {"matchFields": [expression("metadata.name", NEW)]},
        {"matchExpressions": [expression(HOST, EU)]},
        {},
    ]
    assert "created" in create("widened", affinity=affinity(*terms))
    assert world.wait(lambda: world.node_of("widened"), what="the pod is bound") == EU


def test_terms_without_a_good_node_wait(world: World, create: Create) -> None:
    term = {"matchFields": [expression("metadata.name", BAD)]}
    assert "created" in create("stuck", affinity=affinity(term))
    world.wait(lambda: "FailedScheduling" in world.events_of("stuck"), what="nothing fits")
    assert world.node_of("stuck") == ""


def test_a_contradiction_is_refused(create: Create) -> None:
    key = "bondstone.node-restriction.kubernetes.io/trusted"
    said = create(affinity=affinity({"matchExpressions": [expression(key, "false")]}))
    assert "refuses this pod" in said
