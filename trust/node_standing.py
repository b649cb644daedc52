# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What each verification service says of each node now, line by line: for people and programs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from trust.appraisal import judge_node
from trust.node_marks import ANY_TRUSTED_NODE
from trust.node_tags import counted_tags
from trust.report import Node, Report, Snapshot
from trust.rules.tag_records import CountedTags
from trust.sources import Sources
from trust.verdict import Finding, Outcome, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStanding:
    """One node as one source sees it.

    Attributes:
        node: Its name.
        source: Which source; empty where none has a say about the node.
        verdict: Whether the source vouches for it now, whatever the pod.
        attested_at: When its evidence was appraised, None where there is no Report.
        expires_at: Until when the source stands by that.
        tags: Asset tags that count; none of a node that the source does not vouch for.
        untagged: Why no tag record counts, where there are some.
    """

    node: str
    source: str
    verdict: Verdict
    attested_at: datetime | None = None
    expires_at: datetime | None = None
    tags: Mapping[str, str]
    untagged: tuple[Finding, ...] = ()

    @property
    def vouched(self) -> bool:
        """True when the source vouches for the node."""
        return self.verdict.outcome is Outcome.ALLOW


def standings(nodes: Iterable[Node], sources: Sources, *, now: datetime) -> Iterator[NodeStanding]:
    """Yield a line for each node and each source that has a say about it, at least one a node."""
    for node in sorted(nodes, key=lambda each: each.name):
        concerned = sources.concerning(node, ANY_TRUSTED_NODE.sources)
        if not concerned:
            verdict = judge_node(ANY_TRUSTED_NODE, node, sources, now=now)
            yield NodeStanding(node=node.name, source="", verdict=verdict, tags={})
        for snapshot in concerned:
            yield _standing(node, snapshot, now=now)


def _standing(node: Node, snapshot: Snapshot, *, now: datetime) -> NodeStanding:
    need = replace(ANY_TRUSTED_NODE, sources=frozenset({snapshot.source}))
    verdict = judge_node(need, node, Sources((snapshot,)), now=now)
    report = snapshot.report_for(node)
    counted = CountedTags()
    if report is not None and verdict.outcome is Outcome.ALLOW:
        counted = counted_tags(node, [report], now=now)
    return NodeStanding(
        node=node.name,
        source=snapshot.source,
        verdict=verdict,
        attested_at=_attested_at(report),
        expires_at=report.expires_at if report is not None else None,
        tags=counted.tags,
        untagged=counted.findings,
    )


def _attested_at(report: Report | None) -> datetime | None:
    """Return when there was evidence; a doubt is told without any."""
    return None if report is None or report.doubt else report.attested_at
