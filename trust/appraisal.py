# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes judged against a Need: one, or all with the instant until which the answer holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from trust.need import Need
from trust.node_tags import counted_tags
from trust.report import Node, Report, Snapshot
from trust.rules.asset_tags import asset_tags
from trust.rules.freshness import CLOCK_SKEW, changes_at, freshness, snapshot_freshness
from trust.rules.node_identity import attested, claimed_once, known_to, node_identity
from trust.rules.sources_configured import sources_configured
from trust.rules.suspected import suspected
from trust.rules.tag_records import records_change_at
from trust.rules.trusted import trusted
from trust.sources import Sources
from trust.times import later
from trust.verdict import Finding, Outcome, Verdict

FOREVER = datetime.max.replace(tzinfo=UTC)
REASON_LIMIT = 300
"""Characters of a reason per node: the scheduler joins all distinct ones into one event."""


def judge_node(need: Need, node: Node, sources: Sources, *, now: datetime) -> Verdict:
    """Decide whether a pod with this Need may run on the node now."""
    if need.defects:
        return Verdict.of(need.defects)
    if not need.trust_required:
        return Verdict()
    return Verdict.of(_findings(need, node, sources, now=now))


def _findings(
    need: Need, node: Node, sources: Sources, *, now: datetime
) -> Iterator[Finding | None]:
    """Yield what each rule says; tags count on nodes only that every source vouches for."""
    yield sources_configured(need, sources)
    yield claimed_once(node)
    concerned = sources.concerning(node, need.sources)
    if not concerned and not sources.missing(need.sources):
        yield known_to(sources)
    vouching: list[Report] = []
    for snapshot in concerned:
        report = snapshot.report_for(node)
        for found in _of_source(need, node, snapshot, report, now=now):
            if found is not None:
                yield found.about(f'source "{snapshot.source}"') if len(concerned) > 1 else found
        if report is not None and report.trusted and not snapshot_freshness(snapshot, now=now):
            vouching.append(report)
    if len(vouching) == len(concerned) > 0:
        yield from asset_tags(counted_tags(node, vouching, now=now), need)


def _of_source(
    need: Need, node: Node, snapshot: Snapshot, report: Report | None, *, now: datetime
) -> Iterator[Finding | None]:
    """Yield what one source says; where it is silent, everything else is moot."""
    silent = snapshot_freshness(snapshot, now=now)
    if silent is not None or report is None:
        yield silent or attested(snapshot, node)
        return
    yield trusted(report)
    yield node_identity(node, report)
    yield freshness(report, need, now=now)
    yield suspected(node, report, snapshot)


def unknown_node() -> Verdict:
    """Return the Verdict on a node that the API server has not told us of."""
    return Verdict.of(
        [
            Finding(
                code="node-unknown",
                outcome=Outcome.UNKNOWN,
                detail="the node is not known to Bondstone yet",
            )
        ]
    )


def reason_of(verdict: Verdict) -> str:
    """Write a refusal of a node for the scheduler: without the node's name, bounded."""
    return "; ".join(found.detail for found in verdict.findings)[:REASON_LIMIT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a node may not take a pod: for the scheduler, and as codes for the log."""

    reason: str
    codes: tuple[str, ...]


def refusal_of(verdict: Verdict) -> Refusal:
    """Return the refusal that a Verdict stands for."""
    return Refusal(reason=reason_of(verdict), codes=verdict.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """All nodes judged against one Need.

    Attributes:
        accepted: Names of the nodes that may take the pod.
        refused: Every other node.
        valid_until: First instant at which any answer may differ, inputs unchanged.
    """

    accepted: frozenset[str]
    refused: Mapping[str, Refusal]
    valid_until: datetime


def appraise(need: Need, nodes: Iterable[Node], sources: Sources, *, now: datetime) -> Appraisal:
    """Judge every node once, so that a filter call for thousands of names is a set operation."""
    accepted = set()
    refused = {}
    instants = set(_snapshot_changes(sources))
    for node in nodes:
        verdict = judge_node(need, node, sources, now=now)
        if verdict.outcome is Outcome.ALLOW:
            accepted.add(node.name)
        else:
            refused[node.name] = refusal_of(verdict)
        if need.asset_tags:
            instants.update(records_change_at(node.tag_records))
        for report in sources.reports_of(node, need.sources):
            instants.update(changes_at(report, need))
    return Appraisal(
        accepted=frozenset(accepted),
        refused=refused,
        valid_until=min((instant for instant in instants if instant > now), default=FOREVER),
    )


def _snapshot_changes(sources: Sources) -> Iterator[datetime]:
    for snapshot in sources.snapshots:
        if snapshot.fetched_at is not None:
            yield later(snapshot.fetched_at, -CLOCK_SKEW)
            yield later(snapshot.fetched_at, snapshot.max_staleness)
