# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What becomes of policies: pods audited against them, and their status written."""

from collections.abc import Iterable

from hub.pod_audit import Counted, PodAudit
from hub.policy_writer import PolicyWriter
from hub.waiting_pods import World
from trust.audit import Surroundings
from trust.observed_pod import ObservedPod
from trust.policy_status import StoredPolicy


class PolicyStanding:
    """Audits, then writes; a policy whose pods are not counted yet has its condition already.

    Args:
        writer: Of statuses.
        audit: Of pods.
        scheduler_name: The scheduler that asks our extender.
    """

    def __init__(self, writer: PolicyWriter, audit: PodAudit, *, scheduler_name: str) -> None:
        self._writer = writer
        self._audit = audit
        self._scheduler_name = scheduler_name

    def look(self, pods: Iterable[ObservedPod], world: World, counted: Counted) -> None:
        """Look at all pods that have not ended."""
        around = Surroundings(
            namespaces=world.namespaces,
            nodes=world.nodes,
            sources=world.sources,
            scheduler_name=self._scheduler_name,
            now=world.now,
        )
        self._audit.look(world.policies, pods, around, counted)

    def write(self, policies: Iterable[StoredPolicy], counted: Counted) -> None:
        """Bring the status of every policy to what is known."""
        names = set()
        for stored in policies:
            name = stored.policy.name
            names.add(name)
            with counted(name):
                self._writer.write(stored, self._audit.counts.get(name))
        self._writer.forget(frozenset(names))
