# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub writes on a Node: a pure function of the Node, the Snapshot and one ``now``.

Labels narrow the scheduler's search; they are never the evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.need import Need
from trust.node_judge import NodeJudge
from trust.node_tags import counted_tags
from trust.report import Node
from trust.verdict import Outcome

ANY_TRUSTED_NODE = Need(trust_required=True)
"""The Need that a node's label answers: trusted, whatever its tags and the policies' ages."""

_STATUS = {Outcome.ALLOW: "True", Outcome.DENY: "False", Outcome.UNKNOWN: "Unknown"}
_LABEL = {Outcome.ALLOW: "true", Outcome.DENY: "false", Outcome.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeMarks:
    """Labels and the condition ``bondstone.dev/Attested``; ``reason`` is in CamelCase."""

    labels: Mapping[str, str]
    status: str
    reason: str
    message: str


def marks_of(node: Node, judge: NodeJudge, *, now: datetime) -> NodeMarks:
    """Return what the Node object must say of the node now; tags only while it is trusted.

    Args:
        node: Of the cluster.
        judge: Of ``ANY_TRUSTED_NODE`` at ``now``; the same for all nodes of a round.
        now: The instant of the round.
    """
    verdict = judge.judge(node)
    labels = {TRUSTED_LABEL: _LABEL[verdict.outcome]}
    if verdict.outcome is not Outcome.ALLOW:
        return NodeMarks(
            labels=labels,
            status=_STATUS[verdict.outcome],
            reason=_camel(verdict.codes[0]),
            message="; ".join(finding.text for finding in verdict.findings),
        )
    said = judge.look_up(node)
    reports = [report for _, report in said if report is not None]
    counted = counted_tags(node, reports, now=now)
    named = " and ".join(f'"{snapshot.source}"' for snapshot, _ in said)
    labels.update({TAG_PREFIX + key: value for key, value in sorted(counted.tags.items())})
    untagged = "; ".join(finding.text for finding in counted.findings)
    return NodeMarks(
        labels=labels,
        status=_STATUS[verdict.outcome],
        reason="Attested",
        message=f"verification service {named} vouches for this node"
        + (untagged and f"; its asset tags do not count: {untagged}"),
    )


def stale_labels(node: Node, marks: NodeMarks) -> tuple[str, ...]:
    """Return labels under our prefixes that the node carries and must not, whoever wrote them."""
    return tuple(
        sorted(
            key
            for key in node.labels
            if key not in marks.labels and (key == TRUSTED_LABEL or key.startswith(TAG_PREFIX))
        )
    )


def _camel(code: str) -> str:
    return "".join(word.capitalize() for word in code.split("-"))
