# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub writes on a Node: a pure function of the Node, the Snapshot and one ``now``.

Labels narrow the scheduler's search; they are never the evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trust.appraisal import judge_node
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.need import Need
from trust.node_tags import counted_tags
from trust.report import Node
from trust.sources import Sources
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


def marks_of(node: Node, sources: Sources, *, now: datetime) -> NodeMarks:
    """Return what the Node object must say of the node now; tags only while it is trusted."""
    verdict = judge_node(ANY_TRUSTED_NODE, node, sources, now=now)
    labels = {TRUSTED_LABEL: _LABEL[verdict.outcome]}
    if verdict.outcome is not Outcome.ALLOW:
        return NodeMarks(
            labels=labels,
            status=_STATUS[verdict.outcome],
            reason=_camel(verdict.codes[0]),
            message="; ".join(finding.text for finding in verdict.findings),
        )
    concerned = sources.concerning(node, ANY_TRUSTED_NODE.sources)
    reports = sources.reports_of(node, ANY_TRUSTED_NODE.sources)
    counted = counted_tags(node, reports, now=now)
    named = " and ".join(f'"{each.source}"' for each in concerned)
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
