# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Raw JSON turned into values."""

from datetime import UTC, datetime

import pytest

from cluster.objects import namespace_of, node_identity_of, node_of, pod_of, policy_of
from tests.unit.trust.builders import policy, policy_document
from trust.errors import PodError
from trust.verdict import Outcome

NODE = {
    "metadata": {
        "name": "m1",
        "uid": "u1",
        "creationTimestamp": "2026-01-01T12:00:00Z",
        "labels": {"a": "b"},
        "annotations": {"bondstone.dev/x": "1", "other.example/y": "2"},
    },
    "status": {
        "conditions": [
            {"type": "Ready", "status": "True"},
            {
                "type": "bondstone.dev/Attested",
                "status": "False",
                "lastTransitionTime": "2026-01-01T12:30:00Z",
            },
        ]
    },
}


def test_a_node_is_reduced_to_what_decisions_need() -> None:
    node = node_of(NODE)
    assert (node.name, node.uid, node.labels) == ("m1", "u1", {"a": "b"})
    assert node.created_at == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert node.annotations == {"bondstone.dev/x": "1"}
    assert (node.attested, node.attested_since) == ("False", "2026-01-01T12:30:00Z")


def test_a_bare_node_has_no_condition() -> None:
    metadata = {"name": "m1", "uid": "u1", "creationTimestamp": "2026-01-01T12:00:00Z"}
    assert node_of({"metadata": metadata}).attested == ""


def test_a_heartbeat_gives_an_equal_node() -> None:
    ready = {"type": "Ready", "status": "True", "lastHeartbeatTime": "2026-01-01T12:45:00Z"}
    conditions = [ready, NODE["status"]["conditions"][1]]  # type: ignore[index]
    assert node_of({**NODE, "status": {"conditions": conditions}}) == node_of(NODE)


def test_a_policy_that_cannot_be_read_becomes_the_strictest() -> None:
    assert policy_of(policy_document()) == policy()
    broken = policy_of(policy_document(mode="Off"))
    assert broken.name == "payments"
    assert broken.defect is not None
    assert broken.defect.outcome is Outcome.UNKNOWN
    assert "spec.mode" in broken.defect.detail


def test_namespaces_and_pods_are_read() -> None:
    assert namespace_of({"metadata": {"name": "a", "labels": None}}).labels == {}
    pod = pod_of({"metadata": {"name": "p", "namespace": "a"}, "spec": {}})
    assert (pod.namespace, pod.name) == ("a", "p")
    with pytest.raises(PodError):
        pod_of({"metadata": {"name": "p"}, "spec": {}})


@pytest.mark.parametrize(
    ("since", "year"),
    [("2026-01-01T12:00:00Z", 2026), ("2026-01-01t12:00:00z", 2026), ("23:59:60Z", 9999)],
)
def test_a_suspicion_whose_instant_cannot_be_read_is_cleared_by_nothing(
    since: str, year: int
) -> None:
    suspicion = {"source": "keylime", "since": since, "why": "PCR 7"}
    raw = {
        "metadata": {"name": "m1", "uid": "u"},
        "spec": {"ekHash": "ab" * 32},
        "status": {"suspicions": [suspicion]},
    }
    found = node_identity_of(raw)
    assert found.identities[0].value == "ab" * 32
    assert found.suspicions[0].since.year == year
