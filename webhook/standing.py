# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the webhook knows of one node at the moment of a Binding."""

from collections.abc import Callable
from datetime import datetime

from trust.appraisal import judge_node, unknown_node
from trust.need import Need
from trust.verdict import Finding, Outcome, Verdict
from webhook.neighbours import Nodes, Snapshots


class SnapshotStanding:
    """Judges nodes by the newest Snapshot in memory; nothing is asked over the network.

    Args:
        nodes: Node objects.
        snapshots: Reports.
        now: The clock.
    """

    def __init__(self, *, nodes: Nodes, snapshots: Snapshots, now: Callable[[], datetime]) -> None:
        self._nodes = nodes
        self._snapshots = snapshots
        self._now = now

    def judge(self, need: Need, node: str, *, deadline: float) -> Verdict:
        """Decide whether a pod with this Need may run on the node now."""
        if not need.trust_required and not need.defects:
            return Verdict()
        known = self._nodes.values().get(node) if self._nodes.synced else None
        if known is None:
            return unknown_node()
        return judge_node(need, known, self._snapshots.sources(), now=self._now())


class NoStanding:
    """Knows nothing of any node: no verification service was configured."""

    def judge(self, need: Need, node: str, *, deadline: float) -> Verdict:
        """Refuse whatever asks for something, as unknown."""
        if not need.trust_required and not need.defects:
            return Verdict()
        finding = Finding(
            code="no-verification-service",
            outcome=Outcome.UNKNOWN,
            detail="the webhook was given no verification service, so it knows nothing of nodes",
        )
        return Verdict.of([*need.defects, finding])
