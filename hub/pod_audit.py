# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods that violate an enforced policy: counted, told once for equal pods, a few at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge

from cluster.subject import pod_subject
from hub.neighbours import Recorder
from trust.audit import NODE_REFUSED, Surroundings
from trust.census import Group, Kind, take_census
from trust.observed_pod import ObservedPod
from trust.policy import TrustPolicy
from trust.policy_status import PodCount

PERIOD = timedelta(seconds=5)
"""Between two looks at all pods, and so between two changes of the numbers in a status."""
TOLD = 10
"""Events of one look: more would hold the round up, and nobody would read them."""
NOT_JUDGED, VIOLATION = "NotJudged", "Violation"
Counted = Callable[[str], AbstractContextManager[None]]


class PodAudit:
    """Looks at all pods now and then, and remembers what was told.

    Args:
        record: Where Events go.
        metrics: Where to count.
    """

    def __init__(self, record: Recorder, metrics: CollectorRegistry) -> None:
        self._record = record
        self._told: set[Kind] = set()
        self._due: datetime | None = None
        self._series: set[tuple[str, str]] = set()
        self.counts: Mapping[str, PodCount] = {}
        self._violating = Gauge(
            "bondstone_violating_pods",
            "Pods that an enforced policy selects and that are not as a judged pod would be.",
            ["policy", "reason"],
            registry=metrics,
        )

    def look(
        self,
        policies: Iterable[TrustPolicy],
        pods: Iterable[ObservedPod],
        around: Surroundings,
        counted: Counted,
    ) -> None:
        """Look at every pod, when it is time.

        Args:
            policies: All of them.
            pods: All that have not ended.
            around: What they are judged against.
            counted: Entered with each pod's name; takes a ClusterError.
        """
        if self._due is not None and around.now < self._due:
            return
        self._due = around.now + PERIOD
        census = take_census(policies, pods, around)
        self.counts = census.counts
        self._measure(census.groups)
        self._told &= census.groups.keys()
        untold = [kind for kind in census.groups if kind not in self._told]
        for kind in untold[:TOLD]:
            group = census.groups[kind]
            with counted(f"{group.first.namespace}/{group.first.name}"):
                self._tell(kind, group)

    def _tell(self, kind: Kind, group: Group) -> None:
        more = group.pods - 1
        others = f" (and {more} other pod{'s' if more > 1 else ''} like it)" if more else ""
        self._record(
            pod_subject(group.first),
            reason=VIOLATION if kind.code == NODE_REFUSED else NOT_JUDGED,
            message=f'TrustPolicy "{kind.policy}"{others}: {group.finding.text}',
        )
        self._told.add(kind)

    def _measure(self, groups: Mapping[Kind, Group]) -> None:
        """Set the gauge; what has gone is zero, so that whoever watches it sees it end."""
        numbers: Counter[tuple[str, str]] = Counter()
        for kind, group in groups.items():
            numbers[(kind.policy, kind.code)] += group.pods
        self._series |= numbers.keys()
        for series in self._series:
            self._violating.labels(*series).set(numbers[series])
