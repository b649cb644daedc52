# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which nodes may take a pod of a Need, computed once and kept as long as it holds.

A filter call for thousands of names must cost a set operation: the whole scheduling cycle waits.
An Appraisal is kept until the Snapshots, the nodes or the clock can change an answer. Then it is
made anew ahead of the next call, in small pieces between which others get the interpreter; a call
that comes before that makes its own. No call is ever answered from what has been superseded.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from extender.neighbours import Nodes, Snapshots
from trust.appraisal import Appraisal, appraise, appraised
from trust.need import Need
from trust.node_judge import NodeJudge
from trust.report import Node
from trust.sources import Sources

_KEPT = 64
"""Distinct Needs at one time: one per combination of policies and annotations in use."""
_RENEWED_FOR = timedelta(minutes=10)
"""Since a Need was last asked for: pods of one policy come in bursts."""
_PIECE = 50
"""Nodes judged without a rest: less than a millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    need: Need
    sources: Sources
    revision: int
    made_at: datetime
    asked_at: datetime
    appraisal: Appraisal

    def holds(self, sources: Sources, revision: int, now: datetime) -> bool:
        """Tell whether it is right now.

        A clock that was set back would stretch what was made under the later one.
        """
        same = self.sources is sources and self.revision == revision
        return same and self.made_at <= now < self.appraisal.valid_until


class Standing:
    """Appraisals by Need.

    Args:
        nodes: Node objects.
        snapshots: Reports.
    """

    def __init__(self, *, nodes: Nodes, snapshots: Snapshots) -> None:
        self._nodes = nodes
        self._snapshots = snapshots
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def appraisal(self, need: Need, *, now: datetime) -> Appraisal:
        """Return the judgement of every node that is right at ``now``."""
        sources, revision, key = self._snapshots.sources(), self._nodes.revision, need.node_key
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept.holds(sources, revision, now):
                self._kept[key] = replace(kept, asked_at=now)
                return kept.appraisal
        made = appraise(need, self._nodes.values().values(), sources, now=now)
        new = _Kept(
            need=need, sources=sources, revision=revision, made_at=now, asked_at=now, appraisal=made
        )
        with self._lock:
            self._kept[key] = new
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made

    def renew(self, *, now: Callable[[], datetime], rest: Callable[[], None]) -> int:
        """Make anew what is asked for these days and no longer holds, and return how many.

        Args:
            now: The clock.
            rest: Called between two pieces.
        """
        with self._lock:
            kept = tuple(self._kept.items())
        renewed = 0
        for key, old in kept:
            sources, revision, instant = self._snapshots.sources(), self._nodes.revision, now()
            if old.holds(sources, revision, instant) or instant - old.asked_at > _RENEWED_FOR:
                continue
            judge = NodeJudge(old.need, sources, now=instant, many=True)
            wanted = partial(self._is_kept, key, old)
            made = appraised(judge, _rested(self._nodes.values().values(), rest, wanted))
            new = replace(old, sources=sources, revision=revision, made_at=instant, appraisal=made)
            with self._lock:
                if self._is_kept(key, old):  # else a call was faster
                    self._kept[key] = new
                    renewed += 1
        return renewed

    def _is_kept(self, key: Hashable, old: _Kept) -> bool:
        return self._kept.get(key) is old


def _rested(
    nodes: Iterable[Node], rest: Callable[[], None], wanted: Callable[[], bool]
) -> Iterator[Node]:
    """Yield the nodes, with a rest after each piece of them, as long as they are wanted."""
    left = iter(nodes)
    while wanted() and (piece := tuple(islice(left, _PIECE))):
        yield from piece
        rest()
