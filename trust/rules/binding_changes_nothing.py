# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: a Binding places a pod, and changes nothing of what it needs.

Its labels and annotations are merged into the pod, and win over those that are there. Nothing else
judges them: what they took the pod out of would be gone, and what they brought it under was never
judged.
"""

from trust.need import Need
from trust.verdict import Finding, Outcome


def binding_changes_nothing(before: Need, after: Need) -> Finding | None:
    """Give a denial when the pod would need something else with the Binding's metadata."""
    if before == after:
        return None
    names = sorted({*before.policies, *after.policies})
    concerned = " and ".join(f'TrustPolicy "{name}"' for name in names) or "its annotation"
    return Finding(
        code="binding-changes-need",
        outcome=Outcome.DENY,
        detail=f"labels or annotations of the Binding change what {concerned} asks of the pod",
    )
