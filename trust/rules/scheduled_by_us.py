# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the pod goes through the scheduler that asks our extender, and names no node itself."""

from trust.pod import Pod
from trust.verdict import Finding, Outcome


def node_not_chosen(pod: Pod) -> Finding | None:
    """Give a denial for ``spec.nodeName`` at creation: no scheduler would run (row 1)."""
    if not pod.node_name:
        return None
    return Finding(
        code="node-name-set",
        outcome=Outcome.DENY,
        detail=f'spec.nodeName is "{pod.node_name}", so that no scheduler would ask for a trusted '
        "node",
    )


def scheduler_ours(pod: Pod, *, scheduler_name: str) -> Finding | None:
    """Give a denial for another scheduler: the extender is configured in one only (row 3)."""
    if pod.scheduler_name == scheduler_name:
        return None
    return Finding(
        code="scheduler-foreign",
        outcome=Outcome.DENY,
        detail=f'spec.schedulerName is "{pod.scheduler_name}"',
        remedy=f'set it to "{scheduler_name}" or leave it out',
    )
