# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the Report belongs to this very Node object.

A Report belongs to a node by an identity that the node cannot choose, and to the Node object by
its UID: an object created after its Report was attested stands for a machine that nobody has
looked at (peers.md §3 row 22).
"""

from datetime import timedelta

from trust.report import Node, Report, Snapshot
from trust.times import clock_text
from trust.verdict import Finding, Outcome

_RESOLUTION = timedelta(seconds=1)
"""creationTimestamp has whole seconds, rounded down: the object may be younger by as much."""


def attested(snapshot: Snapshot, report: Report | None) -> Finding | None:
    """Give UNKNOWN for a node that the source has no Report of."""
    if report is not None:
        return None
    return Finding(
        code="never-attested",
        outcome=Outcome.UNKNOWN,
        detail=f'never attested: verification service "{snapshot.source}" has no report',
    )


def node_identity(node: Node, report: Report) -> Finding | None:
    """Give UNKNOWN when the Report is about another Node object than the one that is there now."""
    if report.node_uid is not None and report.node_uid != node.uid:
        return _replaced("its report is about a Node object with another UID")
    if report.attested_at - node.created_at < _RESOLUTION:
        return _replaced(
            f"the Node object was created at {clock_text(node.created_at)}, "
            f"not before its report of {clock_text(report.attested_at)}"
        )
    return None


def _replaced(detail: str) -> Finding:
    return Finding(
        code="node-replaced",
        outcome=Outcome.UNKNOWN,
        detail=detail,
    )
