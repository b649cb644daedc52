# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Why a pod waits: one sentence with a reason for each node, which the scheduler cannot give.

Node affinity narrows before the extender is asked, so the scheduler's own event says only that
nodes "didn't match Pod's node affinity"; the reason behind the label stands here.
"""

from collections.abc import Iterable
from datetime import datetime

from trust.appraisal import Appraisal, appraise
from trust.need import Need
from trust.report import Node
from trust.sources import Sources

_LIMIT = 1000
"""Bytes; the API server cuts an event's message at 1,024."""


def appraise_for(
    need: Need, nodes: Iterable[Node], sources: Sources, *, now: datetime
) -> Appraisal | None:
    """Judge every node for a waiting pod, or None when its node is not ours to choose."""
    if not need.trust_required and not need.defects:
        return None
    return appraise(need, nodes, sources, now=now)


def explain(need: Need, appraisal: Appraisal) -> str:
    """Say why no node may take the pod: nodes with the same reason stand together."""
    named = " and ".join(f'TrustPolicy "{name}"' for name in need.policies) or "the pod's own tags"
    if not appraisal.refused:
        return f"{named}: the cluster has no node"
    together: dict[str, list[str]] = {}
    for node, refusal in sorted(appraisal.refused.items()):
        together.setdefault(refusal.reason, []).append(node)
    start = f"{named}: none of {len(appraisal.refused)} nodes may take this pod: "
    reasons = (f"{_few(nodes)}: {reason}" for reason, nodes in together.items())
    raw = (start + "; ".join(reasons)).encode()
    return raw.decode() if len(raw) <= _LIMIT else raw[: _LIMIT - 3].decode(errors="ignore") + "…"


def _few(nodes: list[str]) -> str:
    shown = ", ".join(nodes[:5])
    return shown if len(nodes) <= 5 else f"{shown} and {len(nodes) - 5} more"
