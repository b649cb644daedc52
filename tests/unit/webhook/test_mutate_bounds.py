# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The patch of a pod that is as large as one may be."""

import jsonpatch

from tests.unit.webhook.builders import pod
from tests.unit.webhook.test_mutate import REGION, TRUSTED, affinity, patch
from trust.limits import TERMS


def test_terms_up_to_the_bound_get_one_operation_for_each_expression() -> None:
    disk = {"key": "disk", "operator": "Exists"}
    own = affinity(*[{"matchExpressions": [disk]} for _ in range(TERMS)])
    found = patch(pod(affinity=own))
    assert len(found) == 2 * TERMS + 2
    final = jsonpatch.apply_patch(pod(affinity=own), found)
    assert final["spec"]["affinity"] == affinity(
        *[{"matchExpressions": [disk, TRUSTED, REGION]} for _ in range(TERMS)]
    )
