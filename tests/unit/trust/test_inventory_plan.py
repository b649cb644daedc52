# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an import would do."""

from dataclasses import replace

from tests.unit.trust.builders import NODE
from trust.inventory import NodeIdentity
from trust.inventory_plan import PlannedStep, Step, Wanted, in_order, plan
from trust.report import Identity, IdentityKind

UUID = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
OTHER_UUID = Identity(IdentityKind.HARDWARE_UUID, "1119e54e-642f-e511-906e-0012795d96dd")
EK = Identity(IdentityKind.EK_HASH, "ab" * 32)
OTHER_EK = Identity(IdentityKind.EK_HASH, "cd" * 32)
NODES = {name: replace(NODE, name=name) for name in ("m1", "m2", "m3")}


def wanted(node: str, *identities: Identity) -> Wanted:
    return Wanted(node=node, identities=identities, origin="line 2")


def inventory(**identities: tuple[Identity, ...]) -> dict[str, NodeIdentity]:
    return {name: NodeIdentity(name=name, identities=each) for name, each in identities.items()}


def steps(*each: Wanted, **there: tuple[Identity, ...]) -> tuple[PlannedStep, ...]:
    return plan(each, inventory(**there), NODES)


def test_what_is_not_there_is_created_and_what_is_the_same_stays() -> None:
    new, same = steps(wanted("m1", EK), wanted("m2", UUID), m2=(UUID,))
    assert (new.step, new.before, new.after) == (Step.CREATE, (), (EK,))
    assert (same.step, same.before, same.after) == (Step.UNCHANGED, (UUID,), (UUID,))


def test_a_change_keeps_identities_of_other_kinds() -> None:
    (step,) = steps(wanted("m1", OTHER_EK), m1=(UUID, EK))
    assert step.step is Step.CHANGE
    assert set(step.after) == {UUID, OTHER_EK}
    (step,) = steps(wanted("m1", EK), m1=(UUID, EK))
    assert step.step is Step.UNCHANGED


def test_an_identity_of_another_node_is_a_conflict() -> None:
    (step,) = steps(wanted("m1", EK), m2=(EK,))
    assert step.step is Step.CONFLICT
    assert step.remarks == (f"ek-hash {EK.value} is claimed by m2 too",)


def test_a_conflict_that_is_there_already_is_one_too() -> None:
    (step,) = steps(wanted("m1", EK), m1=(EK,), m2=(EK,))
    assert step.step is Step.CONFLICT


def test_an_identity_may_move_when_its_node_gets_another_one() -> None:
    moved = steps(wanted("m2", EK), wanted("m1", OTHER_EK), m1=(EK,))
    assert [step.step for step in moved] == [Step.CREATE, Step.CHANGE]
    # m1 has to let go first, or two nodes would claim one identity in between.
    assert [step.wanted.node for step in in_order(moved)] == ["m1", "m2"]


def test_a_swap_has_no_order_and_is_done_all_the_same() -> None:
    swapped = steps(wanted("m1", OTHER_EK), wanted("m2", EK), m1=(EK,), m2=(OTHER_EK,))
    assert [step.wanted.node for step in in_order(swapped)] == ["m1", "m2"]


def test_nothing_is_written_of_what_stays() -> None:
    assert in_order(steps(wanted("m1", EK), wanted("m2", UUID), m1=(EK,), m2=(UUID,))) == ()


def test_a_name_of_no_node_is_a_conflict_unless_it_may_come() -> None:
    (step,) = steps(wanted("gone", EK))
    assert step.step is Step.CONFLICT
    assert "no such node (--allow-unknown-nodes takes it)" in step.remarks[0]
    (step,) = plan([wanted("gone", EK)], {}, NODES, unknown_nodes=True)
    assert (step.step, step.remarks) == (Step.CREATE, ())


def test_a_kubelet_that_says_otherwise_is_a_remark() -> None:
    nodes = {"m1": replace(NODE, system_uuid=OTHER_UUID.value.upper())}
    (step,) = plan([wanted("m1", UUID)], {}, nodes)
    assert step.step is Step.CREATE
    assert step.remarks == (f"its kubelet says hardware UUID {OTHER_UUID.value}",)
    nodes = {"m1": replace(NODE, system_uuid="4EE50900-2F64-11E5-906E-0012795D96DD")}
    (step,) = plan([wanted("m1", UUID)], {}, nodes)
    assert step.remarks == ()


def test_records_of_the_old_ek_are_a_remark() -> None:
    entry = NodeIdentity(name="m1", identities=(EK,), tag_records=("text",))
    (step,) = plan([wanted("m1", OTHER_EK)], {"m1": entry}, NODES)
    assert step.remarks == ("its tag records are about the old EK and will not count",)
    (step,) = plan([wanted("m1", UUID)], {"m1": entry}, NODES)
    assert step.remarks == ()
