# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Events on pods: a new one is created, the same one counted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cluster.errors import ClusterError, ForbiddenError, NotFoundError
from cluster.events import EventRecorder
from cluster.subject import Subject, pod_subject
from tests.unit.trust.builders import NOON
from trust.pod import Pod

POD = pod_subject(Pod(namespace="payments", name="p", uid="u-1"))
EVENTS = "/api/v1/namespaces/payments/events"


class Store:
    """Events by path; refuses what a test says."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {}
        self.refused = ""

    def get(self, path: str) -> Mapping[str, Any]:
        """Get one."""
        self._refuse("get")
        if path not in self.found:
            raise NotFoundError(path)
        return self.found[path]

    def create(self, path: str, document: Mapping[str, object]) -> object:
        """Create one, as the API server checks it."""
        self._refuse("create")
        event: dict[str, Any] = dict(document)
        assert path == f"/api/v1/namespaces/{event['metadata']['namespace']}/events"
        assert len(event["metadata"]["name"]) <= 253
        assert len(event["message"]) <= 1024
        self.found[f"{path}/{event['metadata']['name']}"] = event
        return event

    def merge_patch(self, path: str, document: Mapping[str, object]) -> object:
        """Change one."""
        self._refuse("merge_patch")
        self.found[path].update(document)
        return self.found[path]

    def _refuse(self, verb: str) -> None:
        if verb == self.refused:
            raise ForbiddenError(verb)


class World:
    """A recorder, its clock and its store."""

    def __init__(self) -> None:
        self.store = Store()
        self.now = NOON
        self._recorder = EventRecorder(self.store, component="bondstone-hub", now=self._clock)

    def record(
        self, subject: Subject = POD, *, reason: str = "NoTrustedNode", message: str = "m"
    ) -> None:
        """Record one, a minute later than the last."""
        self._recorder(subject, reason=reason, message=message)
        self.now += timedelta(minutes=1)

    @property
    def events(self) -> list[dict[str, Any]]:
        """All that is stored."""
        return list(self.store.found.values())

    def _clock(self) -> datetime:
        return self.now


@pytest.fixture
def world() -> World:
    return World()


def test_a_new_event_is_about_the_pod_and_from_the_component(world: World) -> None:
    world.record(message="why")
    ((path, event),) = world.store.found.items()
    assert path.startswith(f"{EVENTS}/p.")
    name = event.pop("metadata")["name"]
    assert event == {
        "apiVersion": "v1",
        "kind": "Event",
        "involvedObject": {
            "apiVersion": "v1",
            "kind": "Pod",
            "namespace": "payments",
            "name": "p",
            "uid": "u-1",
        },
        "type": "Warning",
        "reason": "NoTrustedNode",
        "message": "why",
        "source": {"component": "bondstone-hub"},
        "reportingComponent": "bondstone.dev/bondstone-hub",
        "firstTimestamp": "2026-01-01T12:00:00Z",
        "lastTimestamp": "2026-01-01T12:00:00Z",
        "count": 1,
    }
    assert path == f"{EVENTS}/{name}"


def test_the_same_event_again_is_counted_and_keeps_its_beginning(world: World) -> None:
    for _ in range(3):
        world.record()
    (event,) = world.events
    assert event["count"] == 3
    assert event["firstTimestamp"] == "2026-01-01T12:00:00Z"
    assert event["lastTimestamp"] == "2026-01-01T12:02:00Z"


def test_another_message_reason_or_pod_is_another_event(world: World) -> None:
    world.record()
    world.record(message="n")
    world.record(reason="Other")
    world.record(replace(POD, uid="u-2"))
    world.record(replace(POD, namespace="other"))
    assert [event["count"] for event in world.events] == [1] * 5


@pytest.mark.parametrize("count", [None, "3"])
def test_a_count_that_is_none_is_taken_for_one(world: World, count: object) -> None:
    world.record()
    world.events[0]["count"] = count
    world.record()
    assert world.events[0]["count"] == 2


def test_long_names_and_messages_are_cut_and_still_told_apart(world: World) -> None:
    long = replace(POD, name="p" * 253)
    for ending in ("a", "b"):
        world.record(long, message="m" * 2000 + ending)
    first, second = world.events
    assert first["message"] == second["message"] == "m" * 1000
    assert first["involvedObject"]["name"] == long.name


@pytest.mark.parametrize("verb", ["get", "create", "merge_patch"])
def test_what_the_api_server_refuses_is_an_error(world: World, verb: str) -> None:
    if verb == "merge_patch":
        world.record()
    world.store.refused = verb
    with pytest.raises(ClusterError):
        world.record()
