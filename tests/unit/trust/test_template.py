# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where templates are, and the pods that would come of them."""

from typing import Any

import pytest

from tests.unit.trust.builders import DIGEST
from trust.affinity import REQUIRED, Placement
from trust.errors import PodError
from trust.names import TRUSTED_LABEL
from trust.need import Need
from trust.pod import Pod, PodImage
from trust.template import (
    TEMPLATE_KINDS,
    made_by_controller,
    pinned_before,
    pod_of,
    touches,
)

DEPLOYMENT = TEMPLATE_KINDS["deployments.apps"]
CRON_JOB = TEMPLATE_KINDS["cronjobs.batch"]
SPEC: dict[str, object] = {"containers": []}
POD = Pod(namespace="a", name="p", images=(PodImage(owner="c", image="x", path="/x"),))


def object_of(template: object, **metadata: object) -> dict[str, Any]:
    return {
        "metadata": {"name": "api", "labels": {"of": "the object"}, **metadata},
        "spec": {"replicas": 0, "template": template},
    }


def test_seven_kinds_make_pods() -> None:
    assert {kind.name: kind.pointer for kind in TEMPLATE_KINDS.values()} == {
        "Deployment": "/spec/template",
        "StatefulSet": "/spec/template",
        "DaemonSet": "/spec/template",
        "ReplicaSet": "/spec/template",
        "ReplicationController": "/spec/template",
        "Job": "/spec/template",
        "CronJob": "/spec/jobTemplate/spec/template",
    }


def test_a_pod_has_the_name_of_the_object_and_the_rest_of_the_template() -> None:
    labels, annotations = {"app": "api"}, {"a": "b"}
    metadata = {"labels": labels, "annotations": annotations, "name": "ignored", "finalizers": []}
    document = object_of({"metadata": metadata, "spec": SPEC}, deletionTimestamp="now")
    assert pod_of(document, DEPLOYMENT) == {
        "metadata": {
            "name": "api",
            "deletionTimestamp": "now",
            "labels": labels,
            "annotations": annotations,
        },
        "spec": SPEC,
    }


def test_a_cron_job_has_its_template_further_below() -> None:
    inner = {"spec": {"template": {"metadata": None, "spec": SPEC}}}
    document = {"metadata": {"generateName": "night-"}, "spec": {"jobTemplate": inner}}
    assert pod_of(document, CRON_JOB) == {"metadata": {"generateName": "night-"}, "spec": SPEC}


@pytest.mark.parametrize("spec", [{}, {"template": None}])
def test_without_a_template_there_is_no_pod(spec: dict[str, object]) -> None:
    assert pod_of({"metadata": {}, "spec": spec}, DEPLOYMENT) is None


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([], "document"),
        ({"spec": {}}, "metadata"),
        ({"metadata": {}, "spec": []}, "spec"),
        (object_of("x"), "spec.template"),
        (object_of({}), "spec.template.spec"),
        (object_of({"metadata": 1, "spec": {}}), "spec.template.metadata"),
    ],
)
def test_what_is_not_of_the_apis_shape_is_an_error_with_its_path(
    document: object, path: str
) -> None:
    with pytest.raises(PodError) as caught:
        pod_of(document, DEPLOYMENT)
    assert caught.value.path == path


@pytest.mark.parametrize(
    "changed",
    [
        {"images": ()},
        {"placement": Placement(node_selector={"a": "b"})},
        {"scheduler_name": "other"},
        {"node_name": "m1"},
    ],
)
def test_an_update_touches_what_is_judged(changed: dict[str, Any]) -> None:
    fields = {"namespace": "a", "name": "p", "images": POD.images, **changed}
    assert touches(Pod(**fields), Need(), old=POD, old_need=Need())


def test_an_update_that_asks_for_more_or_less_touches() -> None:
    need = Need(trust_required=True)
    assert touches(POD, need, old=POD, old_need=Need())
    assert touches(POD, Need(), old=POD, old_need=need)


def test_other_labels_and_pull_secrets_are_not_judged() -> None:
    other = Pod(namespace="a", name="p", images=POD.images, labels={"a": "b"}, pull_secrets=("s",))
    assert not touches(other, Need(), old=POD, old_need=Need())


def test_a_term_for_unknown_nodes_is_of_no_pod_of_a_daemon_set() -> None:
    term = {"matchExpressions": [{"key": TRUSTED_LABEL, "operator": "In", "values": ["unknown"]}]}
    affinity = {"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": [term]}}}
    document = object_of({"spec": {**SPEC, "affinity": affinity}})
    (_, daemon), (_, other) = (
        (pod_of(document, TEMPLATE_KINDS[each]) or {}).items()
        for each in ("daemonsets.apps", "deployments.apps")
    )
    assert other == ("spec", document["spec"]["template"]["spec"])
    assert "unknown" not in str(daemon)


@pytest.mark.parametrize(
    ("metadata", "made"),
    [
        ({"ownerReferences": [{"kind": "A"}, {"kind": "B", "controller": True}]}, True),
        ({"ownerReferences": [{"kind": "A", "controller": False}]}, False),
        ({"ownerReferences": [{"kind": "A", "controller": "true"}, 1]}, False),
        ({"ownerReferences": None}, False),
        ({}, False),
        (None, False),
    ],
)
def test_what_a_controller_made_is_known_by_its_owner(metadata: object, made: bool) -> None:
    assert made_by_controller({"metadata": metadata}) is made


PINNED = f"docker.io/library/x:1@{DIGEST}"


@pytest.mark.parametrize(
    ("image", "owner", "kept"),
    [
        ("x:1", "c", PINNED),
        ("docker.io/library/x:1", "c", PINNED),
        ("x:2", "c", None),
        ("x:1", "d", None),
        ("NO", "c", None),
    ],
)
def test_a_digest_is_kept_for_the_same_image_in_the_same_place(
    image: str, owner: str, kept: str | None
) -> None:
    old = Pod(namespace="a", name="p", images=(PodImage(owner="c", image=PINNED, path="/x"),))
    now = PodImage(owner=owner, image=image, path="/y")
    assert pinned_before(now, old) == kept
    assert pinned_before(now, None) is None
