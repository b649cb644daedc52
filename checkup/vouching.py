# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who vouches for nodes: verification services asked from here, or else what the hub wrote."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from checkup.api import Api, listed
from checkup.line import Line, Standing
from cluster.objects import node_of
from trust.duration import format_duration
from trust.printable import printable
from trust.rules.freshness import snapshot_freshness
from trust.sources import Sources


def services(sources: Sources, *, now: datetime) -> Iterator[Line]:
    """Tell of each service how old its answer is."""
    for snapshot in sources.snapshots:
        heard, subject = snapshot.fetched_at, f"verification service {snapshot.source}"
        if heard is None or snapshot.problem or snapshot_freshness(snapshot, now=now):
            why = printable(snapshot.problem) or "it gave no answer in time"
            detail, standing = f"nothing is known of it: {why}", Standing.WRONG
        else:
            age = format_duration(max(now - heard, now - now))
            detail, standing = f"answered {age} ago", Standing.OK
        remedy = "" if standing is Standing.OK else "bondstone nodes tells of each node"
        yield _line(subject, standing, detail, remedy)


def marks(api: Api) -> Iterator[Line]:
    """Tell how many nodes are trusted, by the hub's condition of them."""
    counts = Counter(
        node_of(raw).attested or "without the condition" for raw in listed(api, "/api/v1/nodes")
    )
    told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    detail = f"bondstone.dev/Attested of nodes: {told or 'there are none'}"
    if counts["True"] or counts["False"]:
        yield _line("nodes", Standing.OK, detail, "")
    else:
        remedy = "see the log of the hub; bondstone nodes tells what each service says"
        yield _line("nodes", Standing.WRONG, f"{detail}: nobody vouches for any", remedy)


def _line(subject: str, standing: Standing, detail: str, remedy: str) -> Line:
    return Line(check="vouching", subject=subject, standing=standing, detail=detail, remedy=remedy)
