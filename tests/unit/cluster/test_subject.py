# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What Events are about, and where they are."""

from cluster.subject import Subject, pod_subject
from tests.unit.cluster.test_events import World
from trust.pod import Pod

POLICY = Subject(api_version="bondstone.dev/v1alpha1", kind="TrustPolicy", name="p", uid="u-3")


def test_events_about_a_pod_are_in_its_namespace() -> None:
    subject = pod_subject(Pod(namespace="payments", name="p", uid="u-1"))
    assert (subject.kind, subject.events_namespace) == ("Pod", "payments")


def test_an_event_about_an_object_of_the_cluster_is_in_the_namespace_default() -> None:
    world = World()
    world.record(POLICY)
    ((path, event),) = world.store.found.items()
    assert path.startswith("/api/v1/namespaces/default/events/p.")
    about = {"apiVersion": "bondstone.dev/v1alpha1", "kind": "TrustPolicy", "name": "p"}
    assert event["involvedObject"] == {**about, "uid": "u-3"}
