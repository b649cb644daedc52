# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reports found by text are those that are found by Identity."""

from dataclasses import replace
from itertools import product

import pytest

from tests.unit.trust.builders import NODE, REPORT, identity, snapshot
from trust.indexed import IndexedSources, asked
from trust.report import Identity, IdentityKind, Node
from trust.sources import ALL_THAT_KNOW_IT, Sources

UUID = Identity(IdentityKind.HARDWARE_UUID, "a")
EK = Identity(IdentityKind.EK_HASH, "a")
BY_NAME = replace(snapshot(REPORT, replace(REPORT, identity=EK)), source="names")
BY_UUID = replace(
    snapshot(replace(REPORT, identity=UUID), replace(REPORT, identity=identity("a"))),
    source="uuids",
    kind=IdentityKind.HARDWARE_UUID,
)
BY_EK = replace(snapshot(), source="eks", kind=IdentityKind.EK_HASH)
NODES = (
    NODE,
    replace(NODE, name="a"),
    replace(NODE, identities=(UUID,)),
    replace(NODE, identities=(EK, UUID)),
    replace(NODE, identities=(replace(UUID, value="b"),)),
)
NAMED = (
    (),
    ("names",),
    ("uuids", "eks"),
    (ALL_THAT_KNOW_IT, "eks"),
    ("nobody",),
)


@pytest.mark.parametrize(("node", "named"), list(product(NODES, NAMED)))
def test_both_ways_find_the_same(node: Node, named: tuple[str, ...]) -> None:
    sources = Sources.of([BY_NAME, BY_UUID, BY_EK])
    names = frozenset(named)
    found = list(IndexedSources(sources, names).asked(node))
    assert found == list(asked(sources, node, names))
    assert tuple(found_in for found_in, _ in found) == sources.concerning(node, names)
