# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes judged one by one against the same Need, sources and instant.

What is the same for every node is found out once: thousands of them are judged after each poll.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from trust.indexed import Asked, IndexedSources, asked
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
from trust.verdict import Finding, Verdict

FOREVER = datetime.max.replace(tzinfo=UTC)


class NodeJudge:
    """Judges nodes.

    Args:
        need: Of the pod.
        sources: What is known.
        now: The instant of the decision.
        many: It is worth the time to index Reports first.
    """

    def __init__(self, need: Need, sources: Sources, *, now: datetime, many: bool = False) -> None:
        self._need = need
        self._sources = sources
        self._now = now
        self._index = IndexedSources(sources, need.sources) if many else None
        self._missing = sources_configured(need, sources)
        self._settled: Verdict | None = None
        if need.defects or not need.trust_required:
            self._settled = Verdict.of(need.defects)
        self._silent = {
            each.source: snapshot_freshness(each, now=now) for each in sources.snapshots
        }

    def judge(self, node: Node) -> Verdict:
        """Decide whether a pod with this Need may run on the node now."""
        if self._settled is not None:
            return self._settled
        return Verdict.of(self._findings(node, self.look_up(node)))

    def judge_until(self, node: Node) -> tuple[Verdict, datetime]:
        """Decide it, and tell the first later instant at which it may differ, inputs the same.

        That a source falls silent is no matter of a node: see ``sources_change``.
        """
        if self._settled is not None:
            return self._settled, FOREVER
        said = self.look_up(node)
        return Verdict.of(self._findings(node, said)), self._changes(node, said)

    def sources_change(self) -> datetime:
        """Return the first later instant at which a source counts or no longer does."""
        instants = [
            instant
            for each in self._sources.snapshots
            if each.fetched_at is not None
            for instant in (
                later(each.fetched_at, -CLOCK_SKEW),
                later(each.fetched_at, each.max_staleness),
            )
        ]
        return min((instant for instant in instants if instant > self._now), default=FOREVER)

    def look_up(self, node: Node) -> Asked:
        """Return the sources that must vouch for the node, each with its Report of it."""
        if self._index is not None:
            return self._index.asked(node)
        return asked(self._sources, node, self._need.sources)

    def _changes(self, node: Node, said: Asked) -> datetime:
        instants = [
            instant
            for _, report in said
            if report is not None
            for instant in changes_at(report, self._need)
            if instant > self._now
        ]
        if self._need.asset_tags and node.tag_records:
            records = records_change_at(node.tag_records)
            instants.extend(instant for instant in records if instant > self._now)
        return min(instants, default=FOREVER)

    def _findings(self, node: Node, said: Asked) -> Iterator[Finding | None]:
        """Yield what each rule says; tags count on nodes only that every source vouches for."""
        yield self._missing
        yield claimed_once(node)
        if not said and self._missing is None:
            yield known_to(self._sources)
        several = len(self._sources.snapshots) > 1
        vouching: list[Report] = []
        for snapshot, report in said:
            for found in self._of_source(node, snapshot, report):
                if found is not None:
                    yield found.about(f'source "{snapshot.source}"') if several else found
            if report is not None and report.trusted and self._silent[snapshot.source] is None:
                vouching.append(report)
        if self._need.asset_tags and len(vouching) == len(said) > 0:
            yield from asset_tags(counted_tags(node, vouching, now=self._now), self._need)

    def _of_source(
        self, node: Node, snapshot: Snapshot, report: Report | None
    ) -> Iterator[Finding | None]:
        """Yield what one source says; where it is silent, everything else is moot."""
        silent = self._silent[snapshot.source]
        if silent is not None or report is None:
            yield silent or attested(snapshot, node)
            return
        yield trusted(report)
        yield node_identity(node, report)
        yield freshness(report, self._need, now=self._now)
        yield suspected(node, report, snapshot)
