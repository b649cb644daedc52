# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where templates are, and the pods that would come of them."""

from typing import Any

import pytest

from trust.affinity import REQUIRED
from trust.errors import PodError
from trust.names import TRUSTED_LABEL
from trust.template import (
    TEMPLATE_KINDS,
    pod_of,
)

DEPLOYMENT = TEMPLATE_KINDS["deployments.apps"]
CRON_JOB = TEMPLATE_KINDS["cronjobs.batch"]
SPEC: dict[str, object] = {"containers": []}


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
