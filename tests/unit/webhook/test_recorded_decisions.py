# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a protecting policy says of each recorded review, and what /mutate makes of it."""

from dataclasses import replace
from typing import Any

import jsonpatch
import pytest

from tests.simulators.cluster import SimulatedNamespaces
from tests.simulators.images import SimulatedImages
from tests.unit.trust.builders import DIGEST, LAYER, evidence
from tests.unit.webhook.builders import World
from tests.unit.webhook.recordings import IMAGE, recorded, recordings
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.verdict import Outcome
from webhook.review import Request

PINNED = f"{IMAGE}@{DIGEST}"
ALLOW, DENY, UNKNOWN = Outcome.ALLOW, Outcome.DENY, Outcome.UNKNOWN
LOOSE = ("image-not-pinned", "image-not-pulled-anew")
BARE = ("scheduler-foreign", *LOOSE, "placement-not-intact")
VALIDATED = {
    "create": (DENY, BARE),
    "create-with-init-container": (DENY, BARE),
    "create-with-image-volume": (DENY, BARE),
    "create-with-node-name": (
        DENY,
        ("node-name-set", *BARE),
    ),
    "create-with-affinity": (DENY, BARE),
    "dry-run": (DENY, BARE),
    "daemon-set-pod": (DENY, BARE),
    "update-image": (DENY, ("layer-not-encrypted",)),
    "update-label": (ALLOW, ()),
    "ephemeral-container": (UNKNOWN, ("image-unavailable",)),
}
"""x:2 is a plain image, and the registry of x:3 is away."""
MENDED = sorted(VALIDATED.keys() - {"create-with-node-name", "update-image", "ephemeral-container"})
TRUSTED = {"key": TRUSTED_LABEL, "operator": "In", "values": ["true"]}
REGION = {"key": f"{TAG_PREFIX}region", "operator": "In", "values": ["EU"]}


@pytest.fixture
def world() -> World:
    """Return an Admission for which the recorder's namespace is a protected one."""
    good, bad = LAYER, replace(LAYER, encrypted=False)
    known = {image: evidence(good, image=IMAGE) for image in (IMAGE, PINNED)}
    known["docker.io/library/x:2"] = evidence(bad, image="docker.io/library/x:2")
    return World(
        images=SimulatedImages(known),
        namespaces=SimulatedNamespaces({"default": {"team": "payments"}}),
    )


def mutated(world: World, request: Request) -> tuple[list[dict[str, object]], Request]:
    """Return what /mutate says, and the request with the pod that it leaves."""
    decision = world.admission.mutate(request, deadline=1e9)
    assert decision.verdict.outcome is ALLOW
    document: dict[str, Any] = jsonpatch.apply_patch(request.document, decision.patch)
    return decision.patch, replace(request, document=document)


def test_every_recording_is_decided() -> None:
    assert recordings("reviews") == VALIDATED.keys()


@pytest.mark.parametrize("name", sorted(VALIDATED))
def test_a_recorded_review_is_decided(world: World, name: str) -> None:
    decision = world.admission.validate(recorded("reviews", name), deadline=1e9)
    assert (decision.verdict.outcome, decision.verdict.codes) == VALIDATED[name]
    assert decision.policies == ("payments",)


@pytest.mark.parametrize("name", MENDED)
def test_a_recorded_pod_that_was_mutated_is_admitted(world: World, name: str) -> None:
    _, final = mutated(world, recorded("reviews", name))
    assert world.admission.validate(final, deadline=1e9).verdict.outcome is ALLOW
    assert mutated(world, final)[0] == []


def test_a_recorded_node_name_is_refused_even_after_the_mutation(world: World) -> None:
    _, final = mutated(world, recorded("reviews", "create-with-node-name"))
    verdict = world.admission.validate(final, deadline=1e9).verdict
    assert (verdict.outcome, verdict.codes) == (DENY, ("node-name-set",))


def test_a_recorded_new_pod_is_pinned_and_placed_and_nothing_else(world: World) -> None:
    patch, final = mutated(world, recorded("mutations", "create"))
    term = {"matchExpressions": [TRUSTED, REGION]}
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}
    assert sorted(patch, key=lambda operation: str(operation["path"])) == [
        {"op": "add", "path": "/spec/affinity", "value": {"nodeAffinity": required}},
        {"op": "replace", "path": "/spec/containers/0/image", "value": PINNED},
        {"op": "replace", "path": "/spec/containers/0/imagePullPolicy", "value": "Always"},
        {"op": "replace", "path": "/spec/schedulerName", "value": "bondstone-scheduler"},
    ]
    assert mutated(world, final)[0] == []


def test_only_what_a_recorded_affinity_lacks_is_added(world: World) -> None:
    patch, final = mutated(world, recorded("mutations", "create-with-affinity"))
    spec: Any = final.document["spec"]
    terms = spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    disk = {"key": "disk", "operator": "In"}
    assert terms["nodeSelectorTerms"] == [
        {"matchExpressions": [{**disk, "values": ["ssd"]}, TRUSTED, REGION]},
        {"matchExpressions": [{**disk, "values": ["nvme"]}, TRUSTED, REGION]},
    ]
    first = "/nodeSelectorTerms/0/"
    assert all(first in str(each["path"]) for each in patch if "affinity" in str(each["path"]))
    assert mutated(world, final)[0] == []


def test_of_a_recorded_running_pod_only_the_new_image_is_changed(world: World) -> None:
    world.images.evidence["docker.io/library/x:3"] = evidence(LAYER, image="docker.io/library/x:3")
    patch, _ = mutated(world, recorded("mutations", "ephemeral-container"))
    path = "/spec/ephemeralContainers/0/image"
    assert sorted(patch, key=lambda operation: str(operation["path"])) == [
        {"op": "replace", "path": path, "value": f"docker.io/library/x:3@{DIGEST}"},
        {"op": "replace", "path": f"{path}PullPolicy", "value": "Always"},
    ]


def test_a_recorded_new_image_of_which_nothing_is_known_is_not_admitted(world: World) -> None:
    request = recorded("mutations", "ephemeral-container")
    _, final = mutated(world, request)
    verdict = world.admission.validate(final, deadline=1e9).verdict
    assert (verdict.outcome, verdict.codes) == (UNKNOWN, ("image-unavailable",))
