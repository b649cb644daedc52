# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The status of a NodeIdentity."""

from hub.identity_status import apply_status
from tests.simulators.cluster import SimulatedWriter
from trust.inventory import NodeIdentity


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
