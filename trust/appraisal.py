# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes judged against a Need: one, or all with the instant until which the answer holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from trust.need import Need
from trust.report import Node, Snapshot
from trust.rules.asset_tags import asset_tags
from trust.rules.freshness import changes_at, freshness, snapshot_freshness
from trust.rules.node_identity import attested, node_identity
from trust.rules.trusted import trusted
from trust.times import later
from trust.verdict import Finding, Outcome, Verdict

FOREVER = datetime.max.replace(tzinfo=UTC)
REASON_LIMIT = 300
"""Characters of a reason per node: the scheduler joins all distinct ones into one event."""


def judge_node(need: Need, node: Node, snapshot: Snapshot, *, now: datetime) -> Verdict:
    """Decide whether a pod with this Need may run on the node now."""
    if need.defects:
        return Verdict.of(need.defects)
    if not need.trust_required:
        return Verdict()
    return Verdict.of(_findings(need, node, snapshot, now=now))


def _findings(
    need: Need, node: Node, snapshot: Snapshot, *, now: datetime
) -> Iterator[Finding | None]:
    """Yield what each rule says; a silent source makes everything else moot."""
    silent = snapshot_freshness(snapshot, now=now)
    if silent is not None:
        yield silent
        return
    report = snapshot.report_for(node)
    if report is None:
        yield attested(snapshot, report)
        return
    untrusted = trusted(report)
    yield untrusted
    yield node_identity(node, report)
    yield freshness(report, need, now=now)
    if untrusted is None:  # tags count on trusted nodes only
        yield asset_tags(report, need)


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


def appraise(need: Need, nodes: Iterable[Node], snapshot: Snapshot, *, now: datetime) -> Appraisal:
    """Judge every node once, so that a filter call for thousands of names is a set operation."""
    accepted = set()
    refused = {}
    instants = set(_snapshot_changes(snapshot))
    for node in nodes:
        verdict = judge_node(need, node, snapshot, now=now)
        if verdict.outcome is Outcome.ALLOW:
            accepted.add(node.name)
        else:
            refused[node.name] = refusal_of(verdict)
        report = snapshot.report_for(node)
        if report is not None:
            instants.update(changes_at(report, need))
    return Appraisal(
        accepted=frozenset(accepted),
        refused=refused,
        valid_until=min((instant for instant in instants if instant > now), default=FOREVER),
    )


def _snapshot_changes(snapshot: Snapshot) -> Iterator[datetime]:
    if snapshot.fetched_at is not None:
        yield later(snapshot.fetched_at, snapshot.max_staleness)
