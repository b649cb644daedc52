# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the Report belongs to this very Node object.

A Report belongs to a node by an identity that the node cannot choose, and to the Node object by
its UID: an object created after its Report was attested stands for a machine that nobody has
looked at (peers.md §3 row 22).
"""

from datetime import timedelta

from trust.hardware import same_hardware
from trust.printable import printable
from trust.report import IdentityKind, Node, Report, Snapshot
from trust.sources import Sources
from trust.times import clock_text
from trust.verdict import Finding, Outcome

_RESOLUTION = timedelta(seconds=1)
"""creationTimestamp has whole seconds, rounded down: the object may be younger by as much."""
_LONGEST_UUID = 64
"""Characters that are shown: a kubelet writes what it likes, to the terminals of administrators."""


def attested(snapshot: Snapshot, node: Node) -> Finding:
    """Give UNKNOWN for a node that the source has no Report of, or cannot have one of."""
    if node.identity(snapshot.kind) is None:
        return known_to(Sources.of([snapshot]))
    return Finding(
        code="never-attested",
        outcome=Outcome.UNKNOWN,
        detail=f'never attested: verification service "{snapshot.source}" has no report',
    )


def claimed_once(node: Node) -> Finding | None:
    """Give a denial for an identity that two nodes claim: nobody can tell which of them lies."""
    if not node.claimed_by:
        return None
    return Finding(
        code="identity-claimed-twice",
        outcome=Outcome.DENY,
        detail=f"NodeIdentity {' and '.join(node.claimed_by)} claims the same hardware",
    )


def known_to(sources: Sources) -> Finding:
    """Give UNKNOWN for a node without an identity that any source counts by."""
    kinds = " or ".join(sorted({each.kind.value for each in sources.snapshots}))
    return Finding(
        code="no-identity",
        outcome=Outcome.UNKNOWN,
        detail=f"no NodeIdentity gives it the {kinds} by which nodes are known"
        if kinds
        else "no verification service is configured",
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
    if report.identity.kind is IdentityKind.HARDWARE_UUID:
        return _other_hardware(node, report.identity.value)
    return None


def _other_hardware(node: Node, inventoried: str) -> Finding | None:
    """Give UNKNOWN where the kubelet itself says that it runs on other hardware.

    What it says is no evidence for a node, but it is enough against one.
    """
    said = node.system_uuid.lower()
    if not said or same_hardware(said, inventoried):
        return None
    shown = printable(said[:_LONGEST_UUID])
    return Finding(
        code="node-identity-differs",
        outcome=Outcome.UNKNOWN,
        detail=f"its kubelet says hardware UUID {shown}, its NodeIdentity {inventoried}",
    )


def _replaced(detail: str) -> Finding:
    return Finding(
        code="node-replaced",
        outcome=Outcome.UNKNOWN,
        detail=detail,
    )
