# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What policies of one mode, or one policy, ask of an object now and asked before an update."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from trust.asked import need_of
from trust.need import Need
from trust.pod import Pod
from trust.policy import Mode, TrustPolicy
from trust.tags_annotation import read_tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What policies ask of the object, and what they, as they are now, asked of the old one."""

    now: Need
    before: Need

    @property
    def ask_nothing(self) -> bool:
        """True when nothing is asked of either."""
        return self.now.asks_nothing and self.before.asks_nothing

    @property
    def of_new(self) -> "Demands":
        """The same of a new object."""
        return Demands(now=self.now, before=Need())

    @property
    def policies(self) -> frozenset[str]:
        """Names of the policies that select either."""
        return frozenset((*self.now.policies, *self.before.policies))


def demands_of(
    pod: Pod, old: Pod | None, *, namespace: Mapping[str, str]
) -> Callable[[Sequence[TrustPolicy], Mode], Demands]:
    """Return what tells the demands that some policies of a mode make.

    The annotations are read once, however often it is asked.

    Args:
        pod: The object.
        old: The object before an UPDATE; before its creation nothing was asked of it.
        namespace: Labels of their namespace.
    """
    now, before = _needs(pod, namespace), None if old is None else _needs(old, namespace)

    def demands(policies: Sequence[TrustPolicy], mode: Mode) -> Demands:
        asked = Need() if before is None else before(policies, mode)
        return Demands(now=now(policies, mode), before=asked)

    return demands


def _needs(pod: Pod, namespace: Mapping[str, str]) -> Callable[[Sequence[TrustPolicy], Mode], Need]:
    annotated = read_tags(pod.annotations)

    def need(policies: Sequence[TrustPolicy], mode: Mode) -> Need:
        return need_of(
            policies, mode=mode, namespace=namespace, pod=pod.labels, annotated=annotated
        )

    return need
