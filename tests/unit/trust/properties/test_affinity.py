# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The affinity patch: never admits what the Need refuses, never loses the pod's own constraints."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.trust.builders import with_requirements
from tests.unit.trust.properties.nodes import REQUIRED, admits
from trust.affinity import read_placement
from trust.node_requirement import NodeRequirement
from trust.rules.placement_intact import placement_intact
from trust.rules.placement_possible import placement_possible

KEYS = st.sampled_from(["region", "tier", "disk"])
VALUES = st.sampled_from(["EU", "US", "1", "2"])
NAMES = st.sampled_from(["m1", "m2"])


@st.composite
def expressions(draw: st.DrawFn) -> dict[str, Any]:
    operator = draw(st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]))
    counts = {"In": (1, 3), "NotIn": (1, 3), "Gt": (1, 1), "Lt": (1, 1)}
    least, most = counts.get(operator, (0, 0))
    values = draw(st.lists(VALUES, min_size=least, max_size=most))
    found = {"key": draw(KEYS), "operator": operator}
    return {**found, "values": values} if values else found


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    term: dict[str, Any] = {}
    if draw(st.booleans()):
        term["matchExpressions"] = draw(st.lists(expressions(), max_size=3))
    if draw(st.booleans()):
        field = {"key": "metadata.name", "operator": "In", "values": [draw(NAMES)]}
        term["matchFields"] = [field]
    return term


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    spec: dict[str, Any] = {"containers": []}
    if draw(st.booleans()):
        spec["nodeSelector"] = draw(st.dictionaries(KEYS, VALUES, max_size=2))
    choice = draw(st.sampled_from(["none", "null", "preferred", "required", "required"]))
    if choice == "null":
        spec["affinity"] = None
    if choice == "preferred":
        spec["affinity"] = {"nodeAffinity": {}, "podAffinity": {}}
    if choice == "required":
        required = {"nodeSelectorTerms": draw(st.lists(terms(), min_size=1, max_size=3))}
        spec["affinity"] = {"nodeAffinity": {REQUIRED: required}}
    return spec


REQUIREMENTS = st.lists(
    st.builds(
        lambda key, values: NodeRequirement(key=key, values=frozenset(values)),
        KEYS,
        st.sets(VALUES, min_size=1),
    ),
    max_size=2,
    unique_by=lambda requirement: requirement.key,
)
NODES = st.dictionaries(KEYS, VALUES)


def meets(labels: dict[str, str], requirements: list[NodeRequirement]) -> bool:
    return all(labels.get(each.key) in each.values for each in requirements)


@given(specs(), REQUIREMENTS, NODES, NAMES)
def test_the_patched_pod_runs_where_the_pod_would_and_the_need_allows(
    spec: dict[str, Any], requirements: list[NodeRequirement], labels: dict[str, str], name: str
) -> None:
    patched = with_requirements(spec, requirements)
    wanted = admits(spec, name=name, labels=labels) and meets(labels, requirements)
    assert admits(patched, name=name, labels=labels) is wanted


@given(specs(), REQUIREMENTS)
def test_a_second_patch_changes_nothing_and_the_input_is_untouched(
    spec: dict[str, Any], requirements: list[NodeRequirement]
) -> None:
    before = repr(spec)
    patched = with_requirements(spec, requirements)
    assert with_requirements(patched, requirements) == patched
    assert repr(spec) == before


@given(specs(), REQUIREMENTS)
def test_every_patched_pod_is_intact(
    spec: dict[str, Any], requirements: list[NodeRequirement]
) -> None:
    patched = with_requirements(spec, requirements)
    assert placement_intact(read_placement(patched), requirements) is None


@given(specs(), REQUIREMENTS, NODES, NAMES)
def test_what_counts_as_intact_runs_nowhere_that_the_need_refuses(
    spec: dict[str, Any], requirements: list[NodeRequirement], labels: dict[str, str], name: str
) -> None:
    intact = placement_intact(read_placement(spec), requirements) is None
    if intact and admits(spec, name=name, labels=labels):
        assert meets(labels, requirements)


@given(specs(), REQUIREMENTS, NODES, NAMES)
def test_what_counts_as_contradiction_runs_nowhere(
    spec: dict[str, Any], requirements: list[NodeRequirement], labels: dict[str, str], name: str
) -> None:
    if placement_possible(read_placement(spec), requirements) is not None:
        assert not admits(with_requirements(spec, requirements), name=name, labels=labels)
