# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes joined with the inventory."""

from dataclasses import dataclass, field

from cluster.identified import IdentifiedNodes
from tests.simulators.cluster import SimulatedObjects
from tests.simulators.tag_records import SimulatedTagRecords
from tests.unit.trust.builders import NODE, NOON
from trust.inventory import NodeIdentity
from trust.report import Identity, IdentityKind, Node
from trust.tag_record import TagRecord

UUID = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
NO_RECORDS = SimulatedTagRecords()


@dataclass
class Nodes(SimulatedObjects[Node]):
    """Node objects that somebody watches."""

    wrong: str | None = None
    calls: list[str] = field(default_factory=list)

    def problem(self) -> str | None:
        """Return what the test says."""
        return self.wrong

    def alive(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.wrong is None

    def start(self) -> None:
        """Take it down."""
        self.calls.append("start")

    def stop(self) -> None:
        """Take it down."""
        self.calls.append("stop")


@dataclass
class Inventory(SimulatedObjects[NodeIdentity]):
    """NodeIdentity objects that somebody watches."""

    wrong: str | None = None
    calls: list[str] = field(default_factory=list)

    problem = Nodes.problem
    alive = Nodes.alive
    start = Nodes.start
    stop = Nodes.stop


def test_a_change_of_either_is_seen_and_no_change_joins_nothing_anew() -> None:
    nodes, inventory = Nodes({"m1": NODE}), Inventory()
    joined = IdentifiedNodes(nodes, inventory, NO_RECORDS)
    assert joined.values()["m1"].identities == ()
    assert joined.values() is joined.values()
    before = joined.revision
    inventory.put("m1", NodeIdentity(name="m1", identities=(UUID,)))
    assert joined.revision > before
    assert joined.values()["m1"].identities == (UUID,)
    assert joined.inventory().keys() == {"m1"}


def test_records_are_read_anew_where_another_one_is_the_authority() -> None:
    entry = NodeIdentity(name="m1", identities=(UUID,), tag_records=("text",))
    records = SimulatedTagRecords()
    joined = IdentifiedNodes(Nodes({"m1": NODE}), Inventory({"m1": entry}), records)
    assert joined.values()["m1"].tag_records == (records.read("text"),)
    before = joined.revision
    record = TagRecord(
        ek_hash="ab" * 32, tags={}, issued_at=NOON, expires_at=NOON, serial="1" * 16, issuer="desk"
    )
    records.publish("text", record)
    assert joined.revision > before
    assert joined.values()["m1"].tag_records == (record,)


def test_neither_is_relied_on_without_the_other() -> None:
    nodes, inventory = Nodes(), Inventory(synced=False, wrong="nobody watches")
    joined = IdentifiedNodes(nodes, inventory, NO_RECORDS)
    assert not joined.synced
    assert not joined.alive()
    assert joined.problem() == "nobody watches"
    inventory.synced, inventory.wrong = True, None
    assert joined.synced
    assert joined.alive()
    assert joined.problem() is None


def test_both_are_started_and_stopped() -> None:
    nodes, inventory = Nodes(), Inventory()
    joined = IdentifiedNodes(nodes, inventory, NO_RECORDS)
    joined.start()
    joined.stop()
    assert nodes.calls == inventory.calls == ["start", "stop"]
