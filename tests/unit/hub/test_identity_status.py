# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The status of a NodeIdentity."""

from hub.identity_status import apply_status
from tests.simulators.cluster import SimulatedWriter
from trust.inventory import NodeIdentity


def test_what_must_not_undo_what_was_written_since_says_what_it_was_read_from() -> None:
    writer = SimulatedWriter()
    entry = NodeIdentity(name="m1", identities=(), uid="u-i", version="7")
    apply_status(writer, entry, {}, field_manager="bondstone-hub-part", unchanged=True)
    ((_, document),) = writer.applied
    assert document["metadata"] == {"name": "m1", "uid": "u-i", "resourceVersion": "7"}


def test_a_part_is_applied_to_the_status_of_this_very_object() -> None:
    writer = SimulatedWriter()
    entry = NodeIdentity(name="m1", identities=(), uid="u-i")
    apply_status(writer, entry, {"nodeUID": "uid-1"}, field_manager="bondstone-hub-part")
    assert writer.applied == [
        (
            "/apis/bondstone.dev/v1alpha1/nodeidentities/m1/status",
            {
                "apiVersion": "bondstone.dev/v1alpha1",
                "kind": "NodeIdentity",
                "metadata": {"name": "m1", "uid": "u-i"},
                "status": {"nodeUID": "uid-1"},
            },
        )
    ]
    assert writer.managers == ["bondstone-hub-part"]
