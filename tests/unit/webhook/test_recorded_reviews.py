# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the real API server sends, read as it was recorded (``make assets``)."""

from dataclasses import dataclass

import pytest

from tests.unit.webhook.recordings import IMAGE, recorded, recordings
from trust.pod import read_pod


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What must be read of one recording."""

    pod: str
    images: tuple[str, ...] = (IMAGE,)
    operation: str = "CREATE"
    subresource: str = ""
    dry_run: bool = False
    node: str = ""
    user: str = "admin"


EXPECTED = {
    "create": Expected(pod="plain"),
    "create-with-init-container": Expected(pod="init", images=(IMAGE, IMAGE)),
    "create-with-image-volume": Expected(pod="volume", images=(IMAGE, IMAGE)),
    "create-with-node-name": Expected(pod="named", node="m1"),
    "create-with-affinity": Expected(pod="choosy"),
    "dry-run": Expected(pod="dry", dry_run=True),
    "update-image": Expected(pod="plain", images=("x:2",), operation="UPDATE"),
    "update-label": Expected(pod="plain", images=("x:2",), operation="UPDATE"),
    "ephemeral-container": Expected(
        pod="plain",
        images=("x:2", "x:3"),
        operation="UPDATE",
        subresource="ephemeralcontainers",
    ),
    "daemon-set-pod": Expected(
        pod="daemon-xxxxx", user="system:serviceaccount:kube-system:daemon-set-controller"
    ),
}


MUTATIONS = {"create", "create-with-affinity", "ephemeral-container"}
RECORDINGS = [
    *(("reviews", name) for name in sorted(EXPECTED)),
    *(("mutations", name) for name in sorted(MUTATIONS)),
]


def test_every_recording_is_expected_and_none_is_missing() -> None:
    assert recordings("reviews") == EXPECTED.keys()
    assert recordings("mutations") == MUTATIONS


@pytest.mark.parametrize(("folder", "name"), RECORDINGS)
def test_a_recorded_review_is_read(folder: str, name: str) -> None:
    request, expected = recorded(folder, name), EXPECTED[name]
    pod = read_pod(request.document, namespace=request.namespace)
    assert request.resource == "pods"
    assert request.namespace == "default"
    assert pod.name == expected.pod
    assert tuple(image.image for image in pod.images) == expected.images
    assert request.operation == expected.operation
    assert request.subresource == expected.subresource
    assert request.dry_run is expected.dry_run
    assert request.user == expected.user
    if expected.operation == "CREATE":
        assert pod.node_name == expected.node


def test_the_daemon_set_controller_chooses_by_affinity() -> None:
    request = recorded("reviews", "daemon-set-pod")
    placement = read_pod(request.document, namespace="default").placement
    assert placement.terms is not None
    ((field,),) = [term.match_fields for term in placement.terms]
    assert (field.key, field.operator, field.values) == ("metadata.name", "In", ("m1",))


def test_an_update_carries_both_objects() -> None:
    request = recorded("reviews", "update-image")
    old = read_pod(request.old_document, namespace="default")
    assert [image.image for image in old.images] == [IMAGE]


def test_before_it_is_mutated_a_new_pod_has_no_uid_and_no_status() -> None:
    before = recorded("mutations", "create").document
    after = recorded("reviews", "create").document
    assert before["metadata"].keys() < after["metadata"].keys()  # type: ignore[attr-defined]
    assert (before["status"], before["spec"]) == ({}, after["spec"])
