# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which Node object a NodeIdentity stands for."""

from dataclasses import replace

from hub.identity_writer import REPLACED, IdentityWriter
from tests.simulators.cluster import SimulatedObjects
from tests.unit.hub.builders import Events
from tests.unit.trust.builders import NODE
from trust.inventory import NodeIdentity
from trust.report import Identity, IdentityKind

ENTRY = NodeIdentity(name="m1", identities=(Identity(IdentityKind.EK_HASH, "ab"),), uid="u-i")


class Statuses:
    """Takes what is applied to a NodeIdentity's status."""

    def __init__(self) -> None:
        self.applied: SimulatedObjects[object] = SimulatedObjects()
        self.managers: set[str] = set()

    def apply(self, path: str, document: object, *, field_manager: str) -> object:
        """Take it down."""
        self.applied.put(path, document)
        self.managers.add(field_manager)
        return {}

    def merge_patch(self, path: str, document: object) -> object:
        """Refuse: nothing is patched here."""
        raise AssertionError(path)


def test_the_uid_is_written_when_somebody_vouches_for_the_object() -> None:
    statuses, events = Statuses(), Events()
    writer = IdentityWriter(statuses, events)
    assert not writer.write(ENTRY, NODE, vouched=False)
    assert writer.write(ENTRY, NODE, vouched=True)
    (document,) = statuses.applied.values().values()
    assert document == {
        "apiVersion": "bondstone.dev/v1alpha1",
        "kind": "NodeIdentity",
        "metadata": {"name": "m1", "uid": "u-i"},
        "status": {"nodeUID": "uid-1"},
    }
    assert statuses.managers == {"bondstone-hub-node-uid"}
    assert not writer.write(replace(ENTRY, node_uid="uid-1"), NODE, vouched=True)
    assert events.messages == []


def test_another_object_of_the_name_is_told_once_and_taken_when_it_is_vouched_for() -> None:
    statuses, events = Statuses(), Events()
    writer = IdentityWriter(statuses, events)
    old = replace(ENTRY, node_uid="uid-0")
    assert not writer.write(old, NODE, vouched=False)
    assert not writer.write(old, NODE, vouched=False)
    assert events.reasons == [REPLACED]
    assert "uid-0 was replaced by uid-1" in events.messages[0]
    assert writer.write(old, NODE, vouched=True)
    writer.forget({})
    writer.write(old, NODE, vouched=False)
    assert len(events.reasons) == 2, "what is forgotten is told again"
