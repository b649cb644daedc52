# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Envelopes, indexes, manifests and descriptors: what each must and must not have."""

from collections.abc import Callable
from typing import Any

import pytest

from images.envelope import open_document
from images.errors import RuleBrokenError
from images.index import read_index
from images.manifest import read_manifest
from images.media_types import OCI_INDEX, OCI_MANIFEST
from tests.unit.images.builders import document, manifest

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m.update(schemaVersion=1), "manifest-type"),
        (lambda m: m.update(schemaVersion=True), "manifest-type"),
        (lambda m: m.update(mediaType=OCI_INDEX), "manifest-confused"),
        (lambda m: m.update(manifests=[]), "manifest-confused"),
        (lambda m: m.update(fsLayers=[]), "manifest-confused"),
        (lambda m: m.update(artifactType="x"), "manifest-confused"),
        (lambda m: m.update(subject={}), "manifest-confused"),
        (lambda m: m.update(layers=[]), "image-empty"),
        (lambda m: m.update(layers={}), "image-empty"),
        (lambda m: m.pop("config"), "manifest-malformed"),
        (lambda m: m["config"].update(mediaType="application/json"), "manifest-not-image"),
        (lambda m: m["layers"][0].update(digest="sha256:1"), "manifest-malformed"),
        (lambda m: m["layers"][0].update(size=0), "manifest-malformed"),
        (lambda m: m["layers"][0].update(size=1.5), "manifest-malformed"),
        (lambda m: m["layers"][0].update(size=True), "manifest-malformed"),
        (lambda m: m["layers"][0].update(size=2**40), "manifest-malformed"),
        (lambda m: m["layers"][0].update(mediaType=1), "manifest-malformed"),
        (lambda m: m["layers"][0].update(annotations={"a": 1}), "manifest-malformed"),
        (lambda m: m["layers"][0].update(annotations=[]), "manifest-malformed"),
        (lambda m: m["layers"][0].update(urls=["https://x"]), "content-from-elsewhere"),
        (lambda m: m["layers"][0].update(data="eA=="), "content-from-elsewhere"),
        (lambda m: m["layers"].append("layer"), "manifest-malformed"),
    ],
)
def test_a_manifest_that_breaks_a_rule_is_refused(change: Change, code: str) -> None:
    changed = manifest()
    change(changed)
    with pytest.raises(RuleBrokenError) as caught:
        read_manifest(open_document(document(changed)))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m.update(layers=[]), "manifest-confused"),
        (lambda m: m.update(config={}), "manifest-confused"),
        (lambda m: m.update(manifests=[]), "index-entries"),
        (lambda m: m.update(manifests=m["manifests"] * 33), "index-entries"),
        (lambda m: m["manifests"][0].update(mediaType=OCI_INDEX), "index-nested"),
        (lambda m: m["manifests"][0].update(platform=[]), "manifest-malformed"),
        (lambda m: m["manifests"][0]["platform"].update(os="\n"), "manifest-malformed"),
        (
            lambda m: m["manifests"][0].update(
                annotations={"vnd.docker.reference.type": "attestation-manifest"}
            ),
            "index-attestation",
        ),
    ],
)
def test_an_index_that_breaks_a_rule_is_refused(change: Change, code: str) -> None:
    changed = manifest("index-encrypted")
    change(changed)
    with pytest.raises(RuleBrokenError) as caught:
        read_index(open_document(document(changed, OCI_INDEX)))
    assert caught.value.code == code


def test_every_entry_of_an_index_is_read() -> None:
    entries = read_index(open_document(document(manifest("index-encrypted"), OCI_INDEX)))
    assert [entry.platform for entry in entries] == ["linux/amd64", "linux/arm64/v8"]


@pytest.mark.parametrize(
    "media_type",
    ["", "application/json", "application/vnd.docker.distribution.manifest.v1+prettyjws"],
)
def test_only_four_types_are_manifests(media_type: str) -> None:
    with pytest.raises(RuleBrokenError, match="is not that of an image or an index"):
        open_document(document(manifest(), media_type))


def test_the_top_media_type_may_be_absent() -> None:
    changed = manifest()
    del changed["mediaType"]
    assert open_document(document(changed, OCI_MANIFEST))["schemaVersion"] == 2
