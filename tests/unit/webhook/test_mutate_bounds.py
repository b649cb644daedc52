# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The patch of a pod that is as large as one may be."""

import jsonpatch

from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import World, pod, request
from tests.unit.webhook.test_mutate import REGION, TRUSTED, affinity, patch
from trust.limits import TERMS
from trust.verdict import Outcome


def test_terms_up_to_the_bound_get_one_operation_for_each_expression() -> None:
    disk = {"key": "disk", "operator": "Exists"}
    own = affinity(*[{"matchExpressions": [disk]} for _ in range(TERMS)])
    found = patch(pod(affinity=own))
    assert len(found) == 2 * TERMS + 2
    final = jsonpatch.apply_patch(pod(affinity=own), found)
    assert final["spec"]["affinity"] == affinity(
        *[{"matchExpressions": [disk, TRUSTED, REGION]} for _ in range(TERMS)]
    )


def test_a_patch_beyond_the_bound_is_refused_by_its_name() -> None:
    world = World()
    values = [f"v{number}" for number in range(64)]
    tags = {f"t{number}": values for number in range(8)}
    world.policies.put("payments", policy(nodes={"trust": "Required", "assetTags": tags}))
    disk = {"key": "disk", "operator": "Exists"}
    own = affinity(*[{"matchExpressions": [disk]} for _ in range(TERMS)])
    decision = world.admission.mutate(request(pod(affinity=own)), deadline=1e9)
    assert (decision.verdict.outcome, decision.patch) == (Outcome.UNKNOWN, [])
    (finding,) = decision.findings
    assert finding.code == "pod-unreadable"
    assert "values in all of Bondstone's keys" in finding.detail
    assert "at most 20000 are read" in finding.detail
