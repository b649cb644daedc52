# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Objects that make pods as the real API server sends them (``make assets``)."""

from dataclasses import replace
from typing import Any

import jsonpatch
import pytest

from tests.simulators.cluster import SimulatedNamespaces
from tests.simulators.images import SimulatedImages
from tests.unit.trust.builders import DIGEST, LAYER, evidence
from tests.unit.webhook.builders import World
from tests.unit.webhook.recordings import IMAGE, recorded, recordings
from trust.template import TEMPLATE_KINDS
from trust.verdict import Outcome

X = "docker.io/library/x:2"
UPDATED = {"deployment-restarted": IMAGE, "cronjob-of-another-image": X}
CHANGED = sorted(
    {kind.name.lower() for kind in TEMPLATE_KINDS.values()} | {"cronjob-of-another-image"}
)
NAMES = sorted({kind.name.lower() for kind in TEMPLATE_KINDS.values()} | UPDATED.keys())


@pytest.fixture
def world() -> World:
    """Return an Admission for which the recorder's namespace is a protected one."""
    known = {
        reference: evidence(LAYER, image=image)
        for image in (IMAGE, X)
        for reference in (image, f"{image}@{DIGEST}")
    }
    return World(
        images=SimulatedImages(known),
        namespaces=SimulatedNamespaces({"default": {"team": "payments"}}),
    )


def test_every_recording_is_expected_and_none_is_missing() -> None:
    assert recordings("templates") == set(NAMES)


def test_a_recorded_restart_changes_nothing_besides(world: World) -> None:
    request = recorded("templates", "deployment-restarted")
    assert world.admission.mutate(request, deadline=1e9).patch == []
    assert world.images.asked == []


@pytest.mark.parametrize("name", CHANGED)
def test_a_recorded_template_is_changed_below_its_path_once_and_admitted(
    world: World, name: str
) -> None:
    request = recorded("templates", name)
    kind = TEMPLATE_KINDS[request.target]
    assert kind.name.lower() == name.partition("-")[0]
    assert request.operation == ("UPDATE" if name in UPDATED else "CREATE")
    decision = world.admission.mutate(request, deadline=1e9)
    assert decision.verdict.outcome is Outcome.ALLOW
    below = f"{kind.pointer}/spec/"
    assert all(str(operation["path"]).startswith(below) for operation in decision.patch)
    written = {str(each["path"]): each["value"] for each in decision.patch}
    image = f"{UPDATED.get(name, IMAGE)}@{DIGEST}"
    assert written[f"{below}containers/0/image"] == image
    assert written[f"{below}schedulerName"] == "bondstone-scheduler"
    assert f"{below}affinity" in written
    document: dict[str, Any] = jsonpatch.apply_patch(request.document, decision.patch)
    final = replace(request, document=document)
    assert world.admission.mutate(final, deadline=1e9).patch == []
    admitted = world.admission.validate(final, deadline=1e9)
    assert (admitted.verdict.outcome, admitted.doubts.codes) == (Outcome.ALLOW, ())


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_template_of_a_plain_image_is_refused(world: World, name: str) -> None:
    for reference in list(world.images.evidence):
        world.images.evidence[reference] = evidence(replace(LAYER, encrypted=False))
    request = recorded("templates", name)
    decision = world.admission.validate(request, deadline=1e9)
    restarted = name == "deployment-restarted"  # touches nothing that is judged
    assert decision.verdict.codes == (() if restarted else ("layer-not-encrypted",))
    assert decision.subject == TEMPLATE_KINDS[request.target].name
