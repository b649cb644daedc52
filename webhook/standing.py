# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the webhook knows of one node at the moment of a Binding."""

from collections.abc import Callable
from datetime import datetime

from trust.appraisal import judge_node, unknown_node
from trust.need import Need
from trust.verdict import Finding, Outcome, Verdict
from webhook.judged_node import JudgedNode
from webhook.neighbours import LiveQuestioner, Nodes, Snapshots

_CURABLE = frozenset({"suspected"})
"""What a live answer can clear. For everything else the source's Snapshot has to change first,
and asking would spend on hopeless Bindings what others need."""


class SnapshotStanding:
    """Judges nodes by the newest Snapshots in memory; nothing is asked over the network.

    Args:
        nodes: Node objects.
        snapshots: Reports.
        now: The clock.
    """

    def __init__(self, *, nodes: Nodes, snapshots: Snapshots, now: Callable[[], datetime]) -> None:
        self._nodes = nodes
        self._snapshots = snapshots
        self._now = now

    def judge(self, need: Need, node: str, *, deadline: float) -> JudgedNode:
        """Decide whether a pod with this Need may run on the node now."""
        if not need.trust_required and not need.defects:
            return JudgedNode()
        known = self._nodes.values().get(node) if self._nodes.synced else None
        if known is None:
            return JudgedNode(verdict=unknown_node())
        sources = self._snapshots.sources()
        return JudgedNode(verdict=judge_node(need, known, sources, now=self._now()))


class LiveStanding:
    """Judges nodes by the Snapshots, and asks every source that must vouch besides (ADR 0008).

    Args:
        nodes: Node objects.
        snapshots: Reports; what is answered live is in them.
        live: Asks.
        now: The clock.
    """

    def __init__(
        self,
        *,
        nodes: Nodes,
        snapshots: Snapshots,
        live: LiveQuestioner,
        now: Callable[[], datetime],
    ) -> None:
        self._by_snapshots = SnapshotStanding(nodes=nodes, snapshots=snapshots, now=now)
        self._nodes = nodes
        self._snapshots = snapshots
        self._live = live

    def judge(self, need: Need, node: str, *, deadline: float) -> JudgedNode:
        """Decide whether a pod with this Need may run on the node now."""
        before = self._by_snapshots.judge(need, node, deadline=deadline)
        known = self._nodes.values().get(node)
        if not need.trust_required or set(before.verdict.codes) - _CURABLE or known is None:
            return before
        sources = self._snapshots.sources().concerning(known, need.sources)
        answers = self._live.ask(known, sources, deadline=deadline)
        after = self._by_snapshots.judge(need, node, deadline=deadline)
        # Only now, or people would read of one silence twice.
        self._live.hold_against(known, sources, answers)
        return JudgedNode(
            verdict=Verdict.of([*(each.finding for each in answers), *after.verdict.findings]),
            live={each.source: each.outcome for each in answers},
        )


class NoStanding:
    """Knows nothing of any node: no verification service was configured."""

    def judge(self, need: Need, node: str, *, deadline: float) -> JudgedNode:
        """Refuse whatever asks for something, as unknown."""
        if not need.trust_required and not need.defects:
            return JudgedNode()
        finding = Finding(
            code="no-verification-service",
            outcome=Outcome.UNKNOWN,
            detail="the webhook was given no verification service, so it knows nothing of nodes",
        )
        return JudgedNode(verdict=Verdict.of([*need.defects, finding]))
