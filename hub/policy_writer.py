# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The status of one TrustPolicy brought to what it must say, by server-side apply."""

from collections.abc import Callable
from datetime import datetime

from cluster.subject import Subject
from hub.neighbours import Recorder, Writer
from hub.node_writer import FIELD_MANAGER
from trust.names import API_GROUP, API_VERSION, POLICIES_PATH
from trust.policy_status import READY, PodCount, PolicyStatus, StoredPolicy, status_of
from trust.times import clock_text

INVALID = "PolicyInvalid"
"""Reason of the Event on a policy that cannot be read."""
_GROUP_VERSION = f"{API_GROUP}/{API_VERSION}"


class PolicyWriter:
    """Writes a status, and nothing where the policy says it all already.

    Args:
        writer: The API server.
        record: Where Events go.
        now: The clock, for the condition's transition time.
    """

    def __init__(self, writer: Writer, record: Recorder, *, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._record = record
        self._now = now
        self._written: dict[str, tuple[StoredPolicy, PolicyStatus]] = {}

    def write(self, stored: StoredPolicy, count: PodCount | None) -> bool:
        """Bring the status to what it must say; True when it was written.

        Raises:
            ClusterError: The API server did not take it; the next round tries again.
        """
        wanted = status_of(stored, count)
        name = stored.policy.name
        # What was written for this very object comes back with the watch: until then it stands.
        if wanted == stored.status or self._written.get(name) == (stored, wanted):
            return False
        self._apply(stored, wanted)
        before = stored.status
        if wanted.ready == "False" and (before.ready, before.message) != ("False", wanted.message):
            self._record(_subject(stored), reason=INVALID, message=wanted.message)
        self._written[name] = (stored, wanted)
        return True

    def forget(self, names: frozenset[str]) -> None:
        """Keep what was written for these policies alone."""
        self._written = {name: said for name, said in self._written.items() if name in names}

    def _apply(self, stored: StoredPolicy, wanted: PolicyStatus) -> None:
        same = stored.status.ready == wanted.ready
        condition = {
            "type": READY,
            "status": wanted.ready,
            "reason": wanted.reason,
            "message": wanted.message,
            "observedGeneration": wanted.observed_generation,
            "lastTransitionTime": (same and stored.status.since) or clock_text(self._now()),
        }
        counts = {"protectedPods": wanted.protected_pods, "violations": wanted.violations}
        status: dict[str, object] = {
            "conditions": [condition],
            "observedGeneration": wanted.observed_generation,
            **{field: number for field, number in counts.items() if number is not None},
        }
        document = {
            "apiVersion": _GROUP_VERSION,
            "kind": "TrustPolicy",
            "metadata": {"name": stored.policy.name, "uid": stored.uid},
            "status": status,
        }
        path = f"{POLICIES_PATH}/{stored.policy.name}/status"
        self._writer.apply(path, document, field_manager=FIELD_MANAGER)


def _subject(stored: StoredPolicy) -> Subject:
    return Subject(
        api_version=_GROUP_VERSION, kind="TrustPolicy", name=stored.policy.name, uid=stored.uid
    )
