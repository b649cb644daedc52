# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods read from the API's JSON."""

from typing import Any

import pytest

from trust.affinity import Term
from trust.errors import PodError
from trust.pod import read_identity, read_pod

CONTAINER = {"name": "api", "image": "r.example/api:1"}


def pod(metadata: dict[str, Any] | None = None, **spec: object) -> dict[str, Any]:
    return {"metadata": metadata or {"name": "p"}, "spec": {"containers": [CONTAINER], **spec}}


def test_every_place_that_names_an_image_is_found() -> None:
    document = pod(
        initContainers=[{"name": "init", "image": "i"}],
        ephemeralContainers=[{"name": "debug", "image": "e"}],
        volumes=[
            {"name": "models", "image": {"reference": "v"}},
            {"name": "scratch", "emptyDir": {}},
            {"name": "empty", "image": {}},
        ],
    )
    images = read_pod(document, namespace="a").images
    assert [(image.owner, image.image, image.path) for image in images] == [
        ('container "init"', "i", "/spec/initContainers/0/image"),
        ('container "api"', "r.example/api:1", "/spec/containers/0/image"),
        ('container "debug"', "e", "/spec/ephemeralContainers/0/image"),
        ('volume "models"', "v", "/spec/volumes/0/image/reference"),
    ]


def test_what_is_null_is_absent() -> None:
    read = read_pod(
        pod({"name": "p", "labels": None}, volumes=None, affinity=None, nodeSelector=None),
        namespace="a",
    )
    assert read.labels == {}
    assert read.placement.terms is None


def test_a_generated_name_is_shown_as_such() -> None:
    assert read_pod(pod({"generateName": "web-"}), namespace="a").name == "web-*"


def test_deletion_node_and_scheduler_are_read() -> None:
    metadata: dict[str, Any] = {"name": "p", "uid": "u", "labels": {"app": "api"}}
    metadata["deletionTimestamp"] = "2026-01-01T12:00:00Z"
    read = read_pod(pod(metadata, nodeName="m1", schedulerName="s"), namespace="a")
    assert read.labels == {"app": "api"}
    assert (read.uid, read.node_name, read.scheduler_name, read.deleting) == ("u", "m1", "s", True)


def required(*terms: object) -> dict[str, Any]:
    name = "requiredDuringSchedulingIgnoredDuringExecution"
    return {"nodeAffinity": {name: {"nodeSelectorTerms": list(terms)}}}


def test_terms_are_read_with_their_fields() -> None:
    field = {"key": "metadata.name", "operator": "In", "values": ["m1"]}
    read = read_pod(pod(affinity=required({"matchFields": [field]}, {})), namespace="a").placement
    assert read.terms is not None
    assert [term.matches_nothing for term in read.terms] == [False, True]
    assert read.effective_terms == read.terms[:1]


def test_no_required_affinity_is_one_term_without_conditions() -> None:
    assert read_pod(pod(affinity={"podAffinity": {}}), namespace="a").placement.effective_terms == (
        Term(),
    )


@pytest.mark.parametrize(
    "document",
    [
        None,
        {"metadata": {}},
        pod(containers={}),
        pod(containers=[{"name": "a", "image": 1}]),
        pod({"labels": {"a": 1}}),
        pod(nodeSelector={"a": 1}),
        pod(affinity=required({"matchExpressions": [{"key": "a", "operator": "Is"}]})),
        pod(affinity=required("term")),
        pod(volumes=[{"image": {"reference": "v"}}]),
    ],
    ids=range(9),
)
def test_a_part_of_another_shape_is_an_error(document: object) -> None:
    with pytest.raises(PodError):
        read_pod(document, namespace="a")


def test_pull_secrets_are_named_and_an_entry_without_a_name_is_nobodys() -> None:
    spec = {"containers": [], "imagePullSecrets": [{"name": "a"}, {}, {"name": ""}, {"name": "b"}]}
    pod = read_pod({"metadata": {"name": "p"}, "spec": spec}, namespace="n")
    assert pod.pull_secrets == ("a", "b")


@pytest.mark.parametrize("secrets", ["a", ["a"], [{"name": 3}], {"name": "a"}])
def test_misshapen_pull_secrets_are_an_error(secrets: object) -> None:
    spec = {"containers": [], "imagePullSecrets": secrets}
    with pytest.raises(PodError, match=r"spec\.imagePullSecrets"):
        read_pod({"metadata": {"name": "p"}, "spec": spec}, namespace="n")


def test_an_image_that_another_webhook_fills_in_is_not_there_yet() -> None:
    (image,) = read_pod(pod(containers=[{"name": "a"}]), namespace="n").images
    assert image.image == ""


def test_a_value_of_an_affinity_may_be_empty() -> None:
    expression = {"key": "a", "operator": "In", "values": ["", "x"]}
    document = pod(affinity=required({"matchExpressions": [expression]}))
    terms = read_pod(document, namespace="n").placement.terms
    assert terms is not None
    assert terms[0].expressions[0].values == ("", "x")


def test_who_a_pod_is_does_not_depend_on_its_spec() -> None:
    document = {"metadata": {"name": "p", "labels": {"a": "b"}}, "spec": "nonsense"}
    found = read_identity(document, namespace="n")
    assert (found.name, found.labels, found.images) == ("p", {"a": "b"}, ())


def test_pull_policies_are_read_with_their_places() -> None:
    document = pod(
        containers=[{"name": "a", "image": "x", "imagePullPolicy": "Never"}],
        volumes=[{"name": "v", "image": {"reference": "y", "pullPolicy": "Always"}}],
    )
    images = read_pod(document, namespace="n").images
    assert [(image.pull_policy, image.pull_policy_path) for image in images] == [
        ("Never", "/spec/containers/0/imagePullPolicy"),
        ("Always", "/spec/volumes/0/image/pullPolicy"),
    ]
