# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which hardware a node's name stands for."""

from dataclasses import replace

from tests.simulators.tag_records import SimulatedTagRecords
from tests.unit.trust.builders import NODE, NOON
from trust.inventory import NodeIdentity, claims, identified
from trust.report import Identity, IdentityKind, Suspicion

UUID = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
EK = Identity(IdentityKind.EK_HASH, "ab" * 32)
UNREAD = SimulatedTagRecords().read
HINT = Suspicion(source="keylime", since=NOON, why="PCR 7")


def test_a_node_gets_what_the_inventory_says_of_its_name() -> None:
    entry = NodeIdentity(name="m1", identities=(UUID, EK), tag_records=("t",), suspicions=(HINT,))
    nodes = identified(
        {"m1": NODE, "m2": replace(NODE, name="m2")}, {"m1": entry}, read_record=UNREAD
    )
    assert nodes["m1"].identities == (UUID, EK)
    assert nodes["m1"].suspicions == (HINT,)
    assert nodes["m1"].claimed_by == ()
    assert nodes["m1"].tag_records == (UNREAD("t"),)
    assert nodes["m2"] == replace(NODE, name="m2")
    assert nodes["m1"].identity(IdentityKind.EK_HASH) == EK
    assert nodes["m2"].identity(IdentityKind.EK_HASH) is None


def test_two_that_claim_one_identity_are_both_told_whether_or_not_there_is_such_a_node() -> None:
    inventory = {
        "m1": NodeIdentity(name="m1", identities=(UUID,)),
        "gone": NodeIdentity(name="gone", identities=(EK, UUID)),
    }
    assert claims(inventory.values())[UUID] == {"m1", "gone"}
    assert identified({"m1": NODE}, inventory, read_record=UNREAD)["m1"].claimed_by == ("gone",)
