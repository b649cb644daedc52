# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What people read before they let an import do what it would."""

from cli.identity_plan_text import as_diff, spec_of
from tests.unit.trust.test_inventory_plan import EK, NODES, OTHER_EK, UUID, inventory, wanted
from trust.inventory_plan import plan


def test_each_node_has_a_line_and_below_it_what_to_know() -> None:
    there = inventory(m2=(EK,), m3=(UUID,), other=(UUID,))
    steps = plan(
        [wanted("m1", UUID), wanted("m2", OTHER_EK), wanted("m3", UUID), wanted("gone", EK)],
        there,
        NODES,
    )
    assert list(as_diff(steps)) == [
        f"conflict   m1    hardwareUUID {UUID.value}  (line 2)",
        f"           hardware-uuid {UUID.value} is claimed by m3 and other too",
        f"change     m2    ekHash {EK.value} -> {OTHER_EK.value}  (line 2)",
        "conflict   m3      (line 2)",
        f"           hardware-uuid {UUID.value} is claimed by m1 and other too",
        f"conflict   gone  ekHash {EK.value}  (line 2)",
        "           the cluster has no such node (--allow-unknown-nodes takes it)",
        "0 to create, 1 to change, 0 unchanged, 3 in conflict",
    ]


def test_what_stays_is_told_briefly() -> None:
    steps = plan([wanted("m1", UUID)], inventory(m1=(UUID,)), NODES)
    assert list(as_diff(steps)) == [
        "unchanged  m1",
        "0 to create, 0 to change, 1 unchanged, 0 in conflict",
    ]


def test_identities_are_fields_of_the_spec() -> None:
    assert spec_of([UUID, EK]) == {"hardwareUUID": UUID.value, "ekHash": EK.value}
