# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What every document must say of itself, so that nobody can read it as another kind."""

from typing import Any

import pytest

from images.envelope import open_document
from images.errors import RuleBrokenError
from images.media_types import DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST
from tests.unit.images.builders import document

KINDS = [OCI_MANIFEST, DOCKER_MANIFEST, OCI_INDEX, DOCKER_LIST]
INDEXES = {OCI_INDEX, DOCKER_LIST}


def refusal(fields: dict[str, Any], kind: str = OCI_MANIFEST) -> str:
    with pytest.raises(RuleBrokenError) as caught:
        open_document(document(fields, kind))
    return caught.value.code


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_what_its_content_type_says(kind: str) -> None:
    own: dict[str, Any] = {"manifests": []} if kind in INDEXES else {"config": {}, "layers": []}
    fields = {"schemaVersion": 2, "mediaType": kind, "annotations": {}, **own}
    assert open_document(document(fields, kind)) == fields


@pytest.mark.parametrize("kind", KINDS)
def test_the_top_media_type_may_be_absent(kind: str) -> None:
    assert open_document(document({"schemaVersion": 2}, kind)) == {"schemaVersion": 2}


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "application/json",
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
        OCI_MANIFEST.upper(),
        OCI_MANIFEST + "; charset=utf-8",
    ],
)
def test_only_four_types_are_manifests(kind: str) -> None:
    assert refusal({"schemaVersion": 2}, kind) == "manifest-type"


@pytest.mark.parametrize("version", [None, 1, 3, 2.0, "2", True, [2]])
def test_only_schema_version_two_is_read(version: object) -> None:
    assert refusal({"schemaVersion": version}) == "manifest-type"
    assert refusal({}) == "manifest-type"


@pytest.mark.parametrize("said", [None, "", OCI_INDEX, DOCKER_MANIFEST, 1])
def test_a_media_type_that_differs_from_the_content_type_is_refused(said: object) -> None:
    assert refusal({"schemaVersion": 2, "mediaType": said}) == "manifest-confused"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, []])
def test_a_field_of_another_kind_is_refused_even_when_it_is_empty(kind: str, value: object) -> None:
    foreign = ["config", "layers"] if kind in INDEXES else ["manifests"]
    for name in [*foreign, "fsLayers", "artifactType", "subject"]:
        assert refusal({"schemaVersion": 2, name: value}, kind) == "manifest-confused", name
