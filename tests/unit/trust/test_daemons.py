# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Terms for unknown nodes: one beside each that is narrowed, and none in what becomes a pod."""

from typing import Any

import pytest

from trust.affinity import REQUIRED, read_placement
from trust.daemons import terms_for_unknown, without_unknown
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.node_requirement import NodeRequirement

REGION_LABEL = f"{TAG_PREFIX}region"
REQUIREMENTS = [
    NodeRequirement(key=TRUSTED_LABEL, values=frozenset({"true"})),
    NodeRequirement(key=REGION_LABEL, values=frozenset({"EU"})),
]
TRUSTED = {"key": TRUSTED_LABEL, "operator": "In", "values": ["true"]}
REGION = {"key": REGION_LABEL, "operator": "In", "values": ["EU"]}
UNKNOWN = {"key": TRUSTED_LABEL, "operator": "In", "values": ["unknown"]}
DISK = {"key": "disk", "operator": "Exists"}
FIELD = {"key": "metadata.name", "operator": "In", "values": ["m1"]}


def spec(*terms: object, **beside: object) -> dict[str, Any]:
    required = {"nodeSelectorTerms": list(terms)}
    return {"affinity": {"nodeAffinity": {REQUIRED: required}}, **beside}


def term(*expressions: object, **fields: object) -> dict[str, object]:
    return {"matchExpressions": list(expressions), **fields}


@pytest.mark.parametrize(
    ("own", "added"),
    [
        ({}, [term(UNKNOWN)]),
        ({"affinity": None}, [term(UNKNOWN)]),
        (spec(), []),
        (spec({}), []),
        (spec(term(TRUSTED, REGION)), []),
        (spec(term(TRUSTED)), [term(TRUSTED, UNKNOWN)]),
        (spec(term(TRUSTED), nodeSelector={REGION_LABEL: "EU"}), []),
        ({"nodeSelector": {REGION_LABEL: "EU"}}, [term(UNKNOWN)]),
        ({"nodeSelector": {REGION_LABEL: "EU", TRUSTED_LABEL: "true"}}, []),
        (
            spec(term(DISK), {"matchFields": [FIELD], "matchExpressions": None}),
            [term(DISK, UNKNOWN), term(UNKNOWN, matchFields=[FIELD])],
        ),
    ],
)
def test_beside_each_narrowed_term_stands_one_for_unknown_nodes(
    own: dict[str, Any], added: list[object]
) -> None:
    assert list(terms_for_unknown(own, read_placement(own), REQUIREMENTS)) == added
    assert list(terms_for_unknown(own, read_placement(own), [])) == []


def test_in_a_pod_they_match_nothing_and_all_keep_their_places() -> None:
    own = spec(term(DISK), term(UNKNOWN), term(DISK, UNKNOWN), hostNetwork=True)
    assert without_unknown(own) == spec(term(DISK), {}, {}, hostNetwork=True)
    assert own == spec(term(DISK), term(UNKNOWN), term(DISK, UNKNOWN), hostNetwork=True)


@pytest.mark.parametrize(
    "own",
    [{}, {"affinity": 1}, spec(term(DISK)), spec(1, None, term()), spec({"matchExpressions": 1})],
)
def test_what_has_none_stays_as_it_is(own: dict[str, Any]) -> None:
    assert without_unknown(own) is own
