# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which nodes may take a pod of a Need, computed once and kept as long as it holds.

A filter call for thousands of names must cost a set operation: the whole scheduling cycle waits.
An Appraisal is kept until the Snapshot, the nodes or the clock can change an answer.
"""

import threading
from collections import OrderedDict
from datetime import datetime

from extender.neighbours import Nodes, Snapshots
from trust.appraisal import Appraisal, appraise
from trust.need import Need
from trust.sources import Sources

_KEPT = 64
"""Distinct Needs at one time: one per combination of policies and annotations in use."""

_Key = tuple[object, ...]


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
        self._kept: OrderedDict[_Key, tuple[Sources, int, datetime, Appraisal]] = OrderedDict()

    def appraisal(self, need: Need, *, now: datetime) -> Appraisal:
        """Return the judgement of every node that is right at ``now``."""
        sources, revision, key = self._snapshots.sources(), self._nodes.revision, _key(need)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept[0] is sources and kept[1] == revision:
            made_at, appraisal = kept[2], kept[3]
            # A clock that was set back would stretch what was made under the later one.
            if made_at <= now < appraisal.valid_until:
                return appraisal
        appraisal = appraise(need, self._nodes.values().values(), sources, now=now)
        with self._lock:
            self._kept[key] = (sources, revision, now, appraisal)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return appraisal


def _key(need: Need) -> _Key:
    """Reduce a Need to what decides about nodes, hashable."""
    tags = tuple(sorted((key, tuple(sorted(values))) for key, values in need.asset_tags.items()))
    return (need.trust_required, need.max_report_age, tags, need.sources, need.defects)
