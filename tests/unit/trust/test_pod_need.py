# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Need that admits or refuses: of enforced policies, and of the pod's own annotation."""

from dataclasses import replace

from tests.unit.trust.builders import policy
from trust.pod import Pod
from trust.pod_need import enforced_need
from trust.policy import Mode

LABELS = {"team": "payments"}
POD = Pod(namespace="default", name="api")


def test_policies_that_only_watch_ask_for_nothing() -> None:
    watching = replace(policy(), mode=Mode.AUDIT)
    assert enforced_need(POD, [watching], namespace=LABELS).asks_nothing
    assert enforced_need(POD, [policy()], namespace=LABELS).policies == ("payments",)
    assert enforced_need(POD, [policy()], namespace={}).asks_nothing


def test_the_annotation_asks_wherever_no_policy_does() -> None:
    pod = replace(POD, annotations={"bondstone.dev/asset-tags": "region=EU"})
    need = enforced_need(pod, [], namespace={})
    assert need.trust_required
    assert need.asset_tags == {"region": frozenset({"EU"})}
