# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The patch: each operation in full, and none for what may stay as it is."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import jsonpatch
import pytest

from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects
from tests.unit.trust.builders import IMAGE, LAYER, evidence, policy
from tests.unit.webhook.builders import PINNED, pod, request
from trust.affinity import REQUIRED
from trust.image import ImageEvidence
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.policy import TrustPolicy
from trust.verdict import Finding, Outcome
from webhook.case import Case, open_case
from webhook.mutate import Patch, patch_for

TRUSTED = {"key": TRUSTED_LABEL, "operator": "In", "values": ["true"]}
REGION = {"key": f"{TAG_PREFIX}region", "operator": "In", "values": ["EU"]}
SCHEDULER = {"op": "add", "path": "/spec/schedulerName", "value": "bondstone-scheduler"}
PINNED_FIRST = {"op": "replace", "path": "/spec/containers/0/image", "value": PINNED}
PULLED = {"imagePullPolicy": "Always"}
FOUND = evidence(LAYER)
AWAY = Finding(code="image-unavailable", outcome=Outcome.UNKNOWN, detail="it is away")


def patch(
    document: dict[str, Any],
    *,
    need: TrustPolicy | None = None,
    answer: ImageEvidence | Finding = FOUND,
    **changes: object,
) -> Patch:
    """Return the operations, by path; every image gets the same answer."""
    case = open_case(
        request(document, **changes),
        policies=SimulatedObjects({"payments": need or policy()}),
        namespaces=SimulatedNamespaces({"payments": {"team": "payments"}}),
    )
    assert isinstance(case, Case)
    answers = {image.image: answer for image in case.pod.images}
    found = patch_for(case, case.pod.images, answers, scheduler_name="bondstone-scheduler")
    return sorted(found, key=lambda operation: str(operation["path"]))


def affinity(*terms: object, **beside: object) -> dict[str, Any]:
    return {"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": list(terms)}, **beside}}


def test_a_bare_pod_gets_three_operations() -> None:
    placed = affinity({"matchExpressions": [TRUSTED, REGION]})
    assert patch(pod()) == [
        {"op": "add", "path": "/spec/affinity", "value": placed},
        PINNED_FIRST,
        SCHEDULER,
    ]


def test_what_a_pod_has_besides_gets_no_operation() -> None:
    rich = pod(
        volumes=[{"name": "scratch", "emptyDir": {}}],
        nodeSelector={"disk": "ssd"},
        tolerations=[{"operator": "Exists"}],
        priority=5,
    )
    rich["spec"]["containers"][0]["env"] = [{"name": "A", "value": "b"}]
    rich["metadata"]["annotations"] = {"other.example/x": "1"}
    assert patch(rich) == patch(pod())


def test_an_affinity_of_the_pods_own_gets_only_what_each_term_lacks() -> None:
    disk = {"key": "disk", "operator": "In", "values": ["ssd"]}
    field = {"key": "metadata.name", "operator": "In", "values": ["m1"]}
    own = affinity(
        {"matchExpressions": [disk]},
        {"matchExpressions": [REGION, TRUSTED]},
        {"matchFields": [field]},
        {},
        preferredDuringSchedulingIgnoredDuringExecution=[{"weight": 1, "preference": {}}],
    )
    terms = f"/spec/affinity/nodeAffinity/{REQUIRED}/nodeSelectorTerms"
    assert patch(pod(affinity=own)) == [
        {"op": "add", "path": f"{terms}/0/matchExpressions/1", "value": TRUSTED},
        {"op": "add", "path": f"{terms}/0/matchExpressions/2", "value": REGION},
        {"op": "add", "path": f"{terms}/2/matchExpressions", "value": [TRUSTED, REGION]},
        PINNED_FIRST,
        SCHEDULER,
    ]


def test_of_several_images_only_those_without_digest_get_an_operation() -> None:
    named = [{"name": f"c{number}", "image": IMAGE, **PULLED} for number in range(3)]
    named[1]["image"] = f"{IMAGE}@sha256:" + "b" * 64
    document = pod(
        containers=named,
        initContainers=[
            {"name": "init", "image": PINNED, **PULLED},
            {"name": "wait", "image": IMAGE, **PULLED},
        ],
        volumes=[{"name": "v", "image": {"reference": IMAGE, "pullPolicy": "Always"}}],
    )
    operations = [each for each in patch(document) if "/affinity" not in str(each["path"])]
    assert operations == [
        {"op": "replace", "path": f"/spec/{place}", "value": PINNED}
        for place in (
            "containers/0/image",
            "containers/2/image",
            "initContainers/1/image",
        )
    ] + [
        SCHEDULER,
        {"op": "replace", "path": "/spec/volumes/0/image/reference", "value": PINNED},
    ]


@pytest.mark.parametrize(
    "document",
    [
        pod(),
        pod(PINNED),
        pod(affinity=affinity({"matchExpressions": []}, {"matchExpressions": [TRUSTED]})),
        pod(affinity=None, schedulerName="default-scheduler", nodeSelector={TRUSTED_LABEL: "true"}),
    ],
    ids=["bare", "pinned", "own-affinity", "default-scheduler"],
)
def test_a_second_run_has_no_operation_and_the_request_is_untouched(
    document: dict[str, Any],
) -> None:
    before = deepcopy(document)
    final = jsonpatch.apply_patch(document, patch(document))
    assert final != document
    assert document == before
    assert patch(final) == []


def test_an_image_without_evidence_is_not_pinned() -> None:
    for answer in (AWAY, replace(FOUND, digest="")):
        paths = [each["path"] for each in patch(pod("nginx"), answer=answer)]
        assert PINNED_FIRST["path"] not in paths


def test_a_scheduler_that_somebody_chose_gets_no_operation() -> None:
    for name in ("", "default-scheduler"):
        assert {**SCHEDULER, "op": "replace"} in patch(pod(schedulerName=name))
    for name in ("bondstone-scheduler", "other"):
        paths = [each["path"] for each in patch(pod(schedulerName=name))]
        assert SCHEDULER["path"] not in paths


def test_a_policy_of_images_alone_places_nothing() -> None:
    assert patch(pod(), need=policy(nodes={"trust": "NotRequired"})) == [PINNED_FIRST]


def test_an_update_is_pinned_and_not_placed() -> None:
    assert patch(pod(), operation="UPDATE", oldObject=pod("x:1")) == [PINNED_FIRST]
