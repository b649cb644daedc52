# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: a pod with scheduling gates is not bound, as the API server has it too (KEP-3521).

What a gated pod needs may still change, so an answer about its node would be about another pod.
"""

from trust.verdict import Finding, Outcome


def binding_waits_for_gates(*, gated: bool) -> Finding | None:
    """Give a denial for a Binding of a pod that has a gate."""
    if not gated:
        return None
    return Finding(
        code="binding-of-gated-pod",
        outcome=Outcome.DENY,
        detail="the pod has scheduling gates",
    )
