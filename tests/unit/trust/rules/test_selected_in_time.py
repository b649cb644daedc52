# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The rule about pods that an update brings under a policy about nodes."""

from trust.need import Need
from trust.pod import Pod
from trust.rules.selected_in_time import selected_in_time

NEED = Need(policies=("a", "b"), trust_required=True)
POD = Pod(namespace="n", name="p")
GATED = Pod(namespace="n", name="p", gated=True)


def told(need: Need, old: Pod) -> str:
    finding = selected_in_time(need, old)
    assert finding is not None
    assert finding.code == "selected-after-placement"
    return finding.detail


def test_only_behind_a_gate_nobody_is_placing_it() -> None:
    under = 'the update brings the pod under TrustPolicy "a" and TrustPolicy "b" '
    assert told(NEED, POD) == f"{under}when it may be being placed"
    placed = Pod(namespace="n", name="p", node_name="m1")
    assert told(NEED, placed) == f'{under}after it was placed on node "m1"'
    assert "under its asset tags when" in told(Need(trust_required=True), POD)
    assert selected_in_time(NEED, GATED) is None


def test_a_policy_about_images_does_not_mind() -> None:
    assert selected_in_time(Need(policies=("a",)), POD) is None
