# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The status of a policy: written once for each change, with an Event when it turns invalid."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from cluster.errors import ClusterError
from cluster.objects import stored_policy_of
from hub.policy_writer import PolicyWriter
from tests.simulators.cluster import SimulatedWriter
from tests.unit.hub.builders import Events, stored
from tests.unit.trust.builders import NOON, policy_document
from trust.policy_status import PodCount, StoredPolicy

PATH = "/apis/bondstone.dev/v1alpha1/trustpolicies/payments/status"


class Policy:
    """One policy as the API server keeps it, and a hub that writes its status."""

    def __init__(self, **spec: object) -> None:
        document = policy_document(**spec)
        metadata = {"name": "payments", "uid": "u-p", "generation": 1}
        self.document: dict[str, Any] = {**document, "metadata": metadata}
        self.writer, self.events, self.now = SimulatedWriter(), Events(), NOON
        self._hub = PolicyWriter(self.writer, self.events, now=lambda: self.now)

    @property
    def stored(self) -> StoredPolicy:
        """What a watch brings."""
        return stored_policy_of(self.document)

    def write(self, count: PodCount | None = None) -> bool:
        """Write, and let the watch bring it."""
        wrote = self._hub.write(self.stored, count)
        self.now += timedelta(seconds=10)
        if wrote:
            path, document = self.writer.applied[-1]
            assert path == PATH
            self.document = {**self.document, "status": cast("Any", document)["status"]}
        return wrote

    def change(self, **spec: object) -> None:
        """Change the spec, as a user would."""
        metadata = self.document["metadata"]
        changed = {**metadata, "generation": metadata["generation"] + 1}
        self.document = {**self.document, **policy_document(**spec), "metadata": changed}


def test_a_good_policy_is_accepted_in_one_write() -> None:
    one = Policy()
    assert one.write(PodCount(protected=3, violating=1))
    ((_, document),) = one.writer.applied
    assert document == {
        "apiVersion": "bondstone.dev/v1alpha1",
        "kind": "TrustPolicy",
        "metadata": {"name": "payments", "uid": "u-p"},
        "status": {
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True",
                    "reason": "Accepted",
                    "message": "the policy is in force",
                    "observedGeneration": 1,
                    "lastTransitionTime": "2026-01-01T12:00:00Z",
                }
            ],
            "observedGeneration": 1,
            "protectedPods": 3,
            "violations": 1,
        },
    }
    assert not one.write(PodCount(protected=3, violating=1))
    assert one.events.messages == []


def test_numbers_change_and_since_when_it_is_ready_stays() -> None:
    one = Policy()
    one.write()
    assert one.write(PodCount(protected=1, violating=None))
    one.change(mode="Warn")
    assert one.write(PodCount(protected=1, violating=None))
    status = one.document["status"]
    assert status["observedGeneration"] == 2
    assert "violations" not in status
    assert status["conditions"][0]["lastTransitionTime"] == "2026-01-01T12:00:00Z"


def test_what_is_not_counted_now_keeps_its_number() -> None:
    one = Policy()
    one.write(PodCount(protected=5, violating=2))
    assert not one.write(None)


def test_an_invalid_policy_says_which_field_and_there_is_one_event() -> None:
    one = Policy()
    one.write()
    one.change(images={"encryption": "Required", "keyProviders": []})
    assert one.write()
    assert not one.write()
    (condition,) = one.document["status"]["conditions"]
    assert (condition["status"], condition["reason"]) == ("False", "Invalid")
    assert "spec.images.keyProviders: must name" in condition["message"]
    assert condition["lastTransitionTime"] == "2026-01-01T12:00:10Z"
    assert one.events.reasons == ["PolicyInvalid"]
    assert "spec.images.keyProviders" in one.events.messages[0]
    one.change(mode="Off")
    assert one.write()
    assert len(one.events.messages) == 2
    one.change()
    assert one.write()
    assert one.stored.status.reason == "Accepted"
    assert len(one.events.messages) == 2


def test_until_the_watch_brings_it_nothing_is_written_again() -> None:
    writer = SimulatedWriter()
    hub = PolicyWriter(writer, Events(), now=lambda: NOON)
    assert hub.write(stored(), None)
    assert not hub.write(stored(), None)
    hub.forget(frozenset())
    assert hub.write(stored(), None)


def test_what_somebody_else_wrote_is_put_right() -> None:
    one = Policy()
    one.write()
    one.document["status"] = {"conditions": [], "protectedPods": 7}
    assert one.write(PodCount(protected=0, violating=0))
    assert one.stored.status.protected_pods == 0


def test_a_write_that_fails_is_tried_again_and_so_is_its_event() -> None:
    one = Policy(mode="Off")
    one.writer.refused = "status"
    with pytest.raises(ClusterError):
        one.write()
    one.writer.refused, one.events.refused = "", True
    with pytest.raises(ClusterError):
        one.write()
    one.events.refused = False
    assert one.write()
    assert len(one.events.messages) == 1


def test_since_when_is_of_no_account_for_equality() -> None:
    status = stored().status
    assert replace(status, since="2026-01-01T12:00:00Z") == status
