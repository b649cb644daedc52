# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes as a table for people, and as JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from cli.columns import in_columns
from trust.duration import format_duration
from trust.node_standing import NodeStanding
from trust.outcome import Outcome
from trust.printable import printable
from trust.report import Snapshot
from trust.sources import Sources
from trust.times import clock_text
from trust.verdict import Finding

_HEAD = ("NODE", "VERDICT", "SOURCE", "ATTESTED", "AGE", "TAGS", "REASON")
_WORDS = {Outcome.ALLOW: "trusted", Outcome.DENY: "untrusted", Outcome.UNKNOWN: "unknown"}
_NOTHING = "-"


def as_table(rows: Sequence[NodeStanding], *, now: datetime) -> Iterator[str]:
    """Return the head and a line for each row; the reason comes last and is never cut."""
    return in_columns([_HEAD, *(_cells(row, now) for row in rows)])


def as_json(
    rows: Sequence[NodeStanding], sources: Sources, *, now: datetime, indent: int | None
) -> str:
    """Write one document: the instant, the sources, and a line for each node and source."""
    document = {
        "now": now.isoformat(),
        "sources": [_source(snapshot, now) for snapshot in sources.snapshots],
        "nodes": [_row(row, now) for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=indent)


def _cells(row: NodeStanding, now: datetime) -> tuple[str, ...]:
    attested = row.attested_at
    return (
        printable(row.node),
        _WORDS[row.verdict.outcome],
        row.source or _NOTHING,
        clock_text(attested) if attested else _NOTHING,
        _age(attested, now) if attested else _NOTHING,
        ",".join(f"{key}={value}" for key, value in sorted(row.tags.items())) or _NOTHING,
        "; ".join(found.detail for found in (*row.verdict.findings, *row.untagged)),
    )


def _age(attested: datetime, now: datetime) -> str:
    """Write an age; a Report from the future has none below zero."""
    return format_duration(max(now - attested, now - now))


def _source(snapshot: Snapshot, now: datetime) -> dict[str, Any]:
    heard = snapshot.fetched_at
    return {
        "source": snapshot.source,
        "identity": snapshot.kind.value,
        "heardAt": heard.isoformat() if heard else None,
        "ageSeconds": (now - heard).total_seconds() if heard else None,
        "maxStalenessSeconds": snapshot.max_staleness.total_seconds(),
        "problem": printable(snapshot.problem),
    }


def _row(row: NodeStanding, now: datetime) -> dict[str, Any]:
    attested, expires = row.attested_at, row.expires_at
    return {
        "node": row.node,
        "source": row.source,
        "verdict": _WORDS[row.verdict.outcome],
        "attestedAt": attested.isoformat() if attested else None,
        "ageSeconds": (now - attested).total_seconds() if attested else None,
        "expiresAt": expires.isoformat() if expires else None,
        "tags": dict(row.tags),
        "findings": list(map(_finding, row.verdict.findings)),
        "tagFindings": list(map(_finding, row.untagged)),
    }


def _finding(found: Finding) -> dict[str, str]:
    return {"code": found.code, "detail": found.detail, "remedy": found.remedy}
