# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Proposals of which node is which machine."""

from dataclasses import replace

from attestation.service import Answer
from cli.identity_proposals import Proposals, propose
from tests.unit.trust.builders import NODE, NOON, REPORT
from trust.report import Identity, IdentityKind, Node

UUID = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
OTHER = Identity(IdentityKind.HARDWARE_UUID, "1119e54e-642f-e511-906e-0012795d96dd")
EK = Identity(IdentityKind.EK_HASH, "ab" * 32)
OTHER_EK = Identity(IdentityKind.EK_HASH, "cd" * 32)


def nodes(**uuids: str) -> dict[str, Node]:
    return {name: replace(NODE, name=name, system_uuid=uuid) for name, uuid in uuids.items()}


def proposed(
    *identities: Identity, among: dict[str, Node], names: dict[Identity, str] | None = None
) -> Proposals:
    reports = tuple(replace(REPORT, identity=identity) for identity in identities)
    answer = Answer(reports=reports, answered_at=NOON, node_names=names or {})
    return propose(answer, among, kind=identities[0].kind)


def test_a_machine_is_proposed_for_the_node_that_says_it_is_it() -> None:
    found = proposed(UUID, OTHER, among=nodes(m1=UUID.value.upper(), m2="", m3="x"))
    (wanted,) = found.wanted
    assert (wanted.node, wanted.identities) == ("m1", (UUID,))
    assert wanted.origin == "the node says so of itself (status.nodeInfo.systemUUID)"
    assert found.remarks == (f"hardware-uuid {OTHER.value}: no node matches",)


def test_two_nodes_that_say_they_are_one_machine_are_both_left_out() -> None:
    found = proposed(UUID, among=nodes(m1=UUID.value, m2=UUID.value))
    assert found.wanted == ()
    assert found.remarks == (f"hardware-uuid {UUID.value}: more than one node matches: m1, m2",)


def test_a_node_that_two_machines_match_is_left_out() -> None:
    names = {EK: "m1", OTHER_EK: "m1"}
    found = proposed(EK, OTHER_EK, among=nodes(m1=""), names=names)
    assert found.wanted == ()
    assert found.remarks[0] == f"ek-hash {EK.value}: node m1 matches another machine too"


def test_an_agent_is_proposed_for_the_node_that_was_written_beside_it() -> None:
    found = proposed(EK, OTHER_EK, among=nodes(m1=""), names={EK: "m1", OTHER_EK: "gone"})
    (wanted,) = found.wanted
    assert (wanted.node, wanted.identities) == ("m1", (EK,))
    assert wanted.origin == "whoever enrolled the agent wrote so (meta_data)"
    assert found.remarks == (f"ek-hash {OTHER_EK.value}: no node matches",)


def test_what_is_no_uuid_matches_nothing() -> None:
    odd = Identity(IdentityKind.HARDWARE_UUID, "\x1b[2J")
    found = proposed(odd, among=nodes(m1="\x1b[2J"))
    assert found.wanted == ()
    assert found.remarks == (r"hardware-uuid \x1b[2J: no node matches",)
