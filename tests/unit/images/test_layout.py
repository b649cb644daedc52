# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""OCI image layouts: asked as a registry, and believed no more."""

import json
import time
from pathlib import Path

import pytest

from images.allowances import Allowances
from images.errors import ImageUnavailableError
from images.inspect import Images
from images.layouts import LayoutImages, folder_of
from images.registries import Registries
from tests.unit.check.layouts import put_blob, put_layout, with_layers_here
from tests.unit.images.builders import asset
from trust.image import ImageEvidence
from trust.reference import parse_reference

IMAGE = parse_reference("registry.example/shop/api:1.4")


def inspect(folder: Path, reference: str = str(IMAGE)) -> ImageEvidence:
    source = LayoutImages({IMAGE: folder}, Images(Registries()), Allowances())
    return source.inspect(parse_reference(reference), deadline=time.monotonic() + 60)


def codes(evidence: ImageEvidence) -> list[str]:
    layers = [layer for one in evidence.manifests for layer in one.layers]
    found = [*evidence.findings, *(each for layer in layers for each in layer.findings)]
    return [each.code for each in found]


def test_an_encrypted_image_is_seen_as_one(tmp_path: Path) -> None:
    digest = put_layout(tmp_path, with_layers_here(tmp_path, asset("manifest-jwe")))
    evidence = inspect(tmp_path)
    assert (evidence.digest, codes(evidence)) == (digest, [])
    assert all(layer.encrypted for layer in evidence.manifests[0].layers)
    assert inspect(tmp_path, f"{IMAGE}@{digest}").digest == digest


@pytest.mark.parametrize(
    ("name", "code"),
    [("evil-json-dup", "manifest-ambiguous"), ("evil-label-only", "layer-annotations")],
)
def test_samples_are_judged_as_from_a_registry(tmp_path: Path, name: str, code: str) -> None:
    put_layout(tmp_path, asset(name))
    assert code in codes(inspect(tmp_path))


def test_plain_content_under_an_encrypted_type_is_seen_through(tmp_path: Path) -> None:
    document = json.loads(asset("manifest-jwe"))
    for layer in document["layers"]:
        layer.update(put_blob(tmp_path, b"\x1f\x8b" + bytes(600)))
    put_layout(tmp_path, json.dumps(document).encode())
    assert codes(inspect(tmp_path)) == ["layer-content-plain"]


def test_the_type_of_the_descriptor_is_the_content_type(tmp_path: Path) -> None:
    put_layout(tmp_path, asset("manifest-plain"), media_type="text/plain")
    assert codes(inspect(tmp_path)) == ["manifest-type"]


def test_a_digest_that_it_does_not_hold_is_no_answer(tmp_path: Path) -> None:
    put_layout(tmp_path, asset("manifest-plain"))
    with pytest.raises(ImageUnavailableError, match=r"it holds sha256:.*, not sha256:00"):
        inspect(tmp_path, f"{IMAGE}@sha256:{'0' * 64}")


def damage(folder: Path, how: str) -> None:
    """Break a layout."""
    index = folder / "index.json"
    document = json.loads(index.read_text())
    (blob,) = (folder / "blobs" / "sha256").iterdir()
    if how == "two":
        document["manifests"] *= 2
        index.write_text(json.dumps(document))
    elif how == "twice":
        index.write_text('{"manifests": [], "manifests": []}')
    elif how == "version":
        (folder / "oci-layout").write_text('{"imageLayoutVersion": "2.0.0"}')
    elif how == "bytes":
        blob.write_bytes(blob.read_bytes().replace(b"2", b"3", 1))
    elif how == "link":
        outside = folder.parent / "outside"
        blob.rename(outside)
        blob.symlink_to(outside)
    elif how == "folder":
        blob.unlink()
        blob.mkdir()
    else:
        (folder / how).unlink()


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("two", "exactly one descriptor"),
        ("twice", "a key stands twice"),
        ("version", "does not say imageLayoutVersion 1.0.0"),
        ("bytes", "has other bytes than it should"),
        ("link", "a link that leads out of the folder"),
        ("folder", "is not a regular file"),
        ("oci-layout", "it has no oci-layout"),
        ("index.json", "it has no index.json"),
    ],
)
def test_a_layout_that_is_broken_is_no_answer(tmp_path: Path, how: str, why: str) -> None:
    folder = tmp_path / "layout"
    put_layout(folder, asset("manifest-plain"))
    damage(folder, how)
    with pytest.raises(ImageUnavailableError, match=why):
        inspect(folder)


def test_a_layer_with_other_bytes_is_no_answer(tmp_path: Path) -> None:
    manifest = with_layers_here(tmp_path, asset("manifest-jwe"))
    put_layout(tmp_path, manifest)
    value = json.loads(manifest)["layers"][0]["digest"].partition(":")[2]
    (tmp_path / "blobs" / "sha256" / value).write_bytes(b"x" * 1025)
    with pytest.raises(ImageUnavailableError, match="another size or other bytes"):
        inspect(tmp_path)


def test_an_image_without_a_folder_is_asked_of_its_registry(tmp_path: Path) -> None:
    assert codes(inspect(tmp_path, "registry.example/shop/other:1")) == ["registry-not-allowed"]
    assert folder_of(parse_reference("registry.example/shop/api:2"), {IMAGE: tmp_path}) is None
