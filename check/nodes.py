# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes of a file of Reports: which of them could take a pod now."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from trust.appraisal import judge_node, reason_of
from trust.need import Need
from trust.report import IdentityKind, Node, Report, Snapshot
from trust.sources import Sources
from trust.verdict import Finding, Outcome

_LONG_AGO = datetime.fromtimestamp(0, UTC)
_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a pod could run now.

    Attributes:
        nodes: Names of the nodes that could take it.
        finding: Why there is none, where there is none.
    """

    nodes: tuple[str, ...]
    finding: Finding | None


class ReportedNodes:
    """Nodes by their Reports alone, each taken for the very node that was attested.

    Args:
        reports: Of the file; its age is nothing, theirs counts.
        now: The one instant.
    """

    def __init__(self, reports: tuple[Report, ...], *, now: datetime) -> None:
        self._now = now
        snapshot = Snapshot(
            source="reports file",
            fetched_at=now,
            max_staleness=timedelta(days=1),
            reports={report.identity: report for report in reports},
            kind=IdentityKind.NODE_NAME,
        )
        self._sources = Sources.of([snapshot])
        self._nodes = [
            Node(name=report.identity.value, uid=report.node_uid or "", created_at=_LONG_AGO)
            for report in reports
        ]

    def places(self, need: Need) -> Places | None:
        """Return where a pod could run; None where its Need asks nothing of nodes."""
        if not need.trust_required:
            return None
        verdicts = {
            node.name: judge_node(need, node, self._sources, now=self._now) for node in self._nodes
        }
        nodes = tuple(
            name for name, verdict in verdicts.items() if verdict.outcome is Outcome.ALLOW
        )
        if nodes:
            return Places(nodes=nodes, finding=None)
        denied = all(verdict.outcome is Outcome.DENY for verdict in verdicts.values())
        reasons = [f'"{name}" {reason_of(verdict)}' for name, verdict in verdicts.items()]
        more = f" (and {len(reasons) - _TOLD} more)" if len(reasons) > _TOLD else ""
        detail = "no node of the reports could take it now: " + ", ".join(reasons[:_TOLD]) + more
        finding = Finding(
            code="no-node",
            outcome=Outcome.DENY if denied and reasons else Outcome.UNKNOWN,
            detail=detail if reasons else "there are no reports, so no node could take it now",
        )
        return Places(nodes=(), finding=finding)
