# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Protected pods that wait: an Event that says why, or a nudge for the scheduler.

The scheduler does not ask again about a pod that the extender refused until something changes
(localcluster.md §6). When a node is acceptable by now, touching one annotation of it is such a
change; it is repeated with growing pauses, because a pod may wait for other reasons too.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from cluster.subject import pod_subject
from hub.neighbours import Recorder, Writer
from trust.appraisal import Appraisal
from trust.names import NUDGE_ANNOTATION
from trust.namespace import Namespace
from trust.need import Need
from trust.pod import Pod
from trust.pod_need import enforced_need
from trust.policy import TrustPolicy
from trust.report import Node
from trust.sources import Sources
from trust.waiting import appraise_for, explain

REASON = "NoTrustedNode"
_FIRST_PAUSE = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(minutes=1)
Counted = Callable[[str], AbstractContextManager[None]]
_Made = dict[Hashable, Appraisal | None]
"""Of one look: pods that ask nodes for the same share it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that one round looks at."""

    policies: tuple[TrustPolicy, ...]
    namespaces: Mapping[str, Namespace]
    nodes: Mapping[str, Node]
    sources: Sources
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nudge:
    due: datetime
    pause: timedelta


class WaitingPods:
    """Remembers what each waiting pod was told, and when to nudge next.

    Args:
        writer: The API server.
        record: Where Events go.
    """

    def __init__(self, writer: Writer, record: Recorder) -> None:
        self._writer = writer
        self._record = record
        self._told: dict[str, str] = {}
        self._nudges: dict[str, _Nudge] = {}

    def look(self, pods: Iterable[Pod], world: World, counted: Counted) -> None:
        """Look at every waiting pod once.

        Args:
            pods: That wait.
            world: What is known.
            counted: Entered with each pod's name; takes a ClusterError, so that one pod whose Event
                is refused keeps nobody else's from being told.
        """
        waiting = {pod.uid: pod for pod in pods if not pod.node_name and not pod.deleting}
        self._told = {uid: text for uid, text in self._told.items() if uid in waiting}
        self._nudges = {uid: nudge for uid, nudge in self._nudges.items() if uid in waiting}
        made: _Made = {}
        for uid, pod in waiting.items():
            with counted(f"{pod.namespace}/{pod.name}"):
                self._look_at(uid, pod, world, made)

    def _look_at(self, uid: str, pod: Pod, world: World, made: _Made) -> None:
        need = _need(pod, world)
        if need is None:
            return
        key = need.node_key
        if key not in made:
            made[key] = appraise_for(need, world.nodes.values(), world.sources, now=world.now)
        appraisal = made[key]
        if appraisal is None:
            return
        if appraisal.accepted:
            self._told.pop(uid, None)
            self._nudge(uid, min(appraisal.accepted), world.now)
            return
        self._nudges.pop(uid, None)
        message = explain(need, appraisal)
        if self._told.get(uid) != message:
            self._record(pod_subject(pod), reason=REASON, message=message)
            self._told[uid] = message

    def _nudge(self, uid: str, node: str, now: datetime) -> None:
        """Touch an acceptable node when the pod has waited long enough since the last time."""
        nudge = self._nudges.get(uid)
        if nudge is None:
            self._nudges[uid] = _Nudge(due=now + _FIRST_PAUSE, pause=_FIRST_PAUSE)
            return
        if now < nudge.due:
            return
        annotations = {NUDGE_ANNOTATION: now.isoformat()}
        self._writer.merge_patch(
            f"/api/v1/nodes/{node}", {"metadata": {"annotations": annotations}}
        )
        pause = min(nudge.pause * 2, _LONGEST_PAUSE)
        self._nudges[uid] = _Nudge(due=now + pause, pause=pause)


def _need(pod: Pod, world: World) -> Need | None:
    namespace = world.namespaces.get(pod.namespace)
    if namespace is None:
        return None
    return enforced_need(pod, world.policies, namespace=namespace.labels)
