# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes judged against a Need: one, or all with the instant until which the answer holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from trust.need import Need
from trust.node_judge import NodeJudge
from trust.report import Node
from trust.sources import Sources
from trust.verdict import Finding, Outcome, Verdict

REASON_LIMIT = 300
"""Characters of a reason per node: the scheduler joins all distinct ones into one event."""


def judge_node(need: Need, node: Node, sources: Sources, *, now: datetime) -> Verdict:
    """Decide whether a pod with this Need may run on the node now."""
    return NodeJudge(need, sources, now=now).judge(node)


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
    """Why a node may not take a pod: for the scheduler, and as codes for the log.

    Attributes:
        reason: For people.
        codes: Of all Findings.
        unknown: It could not be evaluated; no Finding denies.
    """

    reason: str
    codes: tuple[str, ...]
    unknown: bool = False


def refusal_of(verdict: Verdict) -> Refusal:
    """Return the refusal that a Verdict stands for."""
    unknown = verdict.outcome is Outcome.UNKNOWN
    return Refusal(reason=reason_of(verdict), codes=verdict.codes, unknown=unknown)


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
    return appraised(NodeJudge(need, sources, now=now, many=True), nodes)


def appraised(judge: NodeJudge, nodes: Iterable[Node]) -> Appraisal:
    """Judge the nodes, as they come."""
    accepted = set()
    refused = {}
    valid_until = judge.sources_change()
    for node in nodes:
        verdict, until = judge.judge_until(node)
        if verdict.findings:
            refused[node.name] = refusal_of(verdict)
        else:
            accepted.add(node.name)
        if until < valid_until:
            valid_until = until
    return Appraisal(accepted=frozenset(accepted), refused=refused, valid_until=valid_until)
