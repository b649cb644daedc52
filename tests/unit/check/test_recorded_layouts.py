# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every recorded manifest in an OCI layout: what is said of it is what is said of a registry's."""

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from images.allowances import Allowances
from images.authorization import anonymous
from images.exchange import Errand
from images.inspect import Images
from images.judge import Judge
from images.layouts import LayoutImages
from images.media_types import OCI_INDEX, OCI_MANIFEST
from images.registries import Registries, Registry
from tests.unit.check.layouts import put_blob, put_layout, with_layers_here
from tests.unit.images.builders import ASSETS, asset, document
from tests.unit.images.test_judge import Table
from tests.unit.images.test_recorded_manifests import GOOD, PLAIN_LAYERS, REFUSED, WITH_FINDING
from trust.image import ImageEvidence
from trust.reference import parse_reference

IMAGE = parse_reference("registry.example/shop/api:1.4")
ALONE = sorted({*GOOD, *PLAIN_LAYERS, *REFUSED, *WITH_FINDING})


def said(evidence: ImageEvidence) -> object:
    """Return what decisions rest on."""
    layers = [layer for manifest in evidence.manifests for layer in manifest.layers]
    return evidence.digest, evidence.findings, layers


def of_layout(folder: Path) -> ImageEvidence:
    """Inspect the image of a folder; no registry may be asked."""
    images = LayoutImages({IMAGE: folder}, Images(Registries({})), Allowances())
    return images.inspect(IMAGE, deadline=math.inf)


def of_registry(content: bytes, media_type: str, table: Table) -> ImageEvidence:
    """Judge the same bytes from a registry, as the webhook does."""
    with ThreadPoolExecutor(4) as pool:
        errand = Errand(
            reference=IMAGE,
            registry=Registry(host=IMAGE.registry),
            authorize=anonymous,
            deadline=math.inf,
            pool=pool,
        )
        return Judge(table, Allowances()).judge(errand, document(content, media_type)).evidence


def type_of(content: bytes, otherwise: str) -> str:
    """Return the Content-Type that it would have been pushed with."""
    return str(json.loads(content).get("mediaType", otherwise))


@pytest.mark.parametrize("name", ALONE)
def test_a_manifest_in_a_layout_is_judged_as_from_a_registry(name: str, tmp_path: Path) -> None:
    content = asset(name)
    if name in GOOD:
        content = with_layers_here(tmp_path, content)
    media_type = type_of(content, OCI_MANIFEST)
    put_layout(tmp_path, content, media_type=media_type)
    found = of_layout(tmp_path)
    assert said(found) == said(of_registry(content, media_type, Table()))
    layers = [layer for manifest in found.manifests for layer in manifest.layers]
    refused = found.findings or any(layer.findings or not layer.encrypted for layer in layers)
    assert bool(refused) == (name not in GOOD)


@pytest.mark.parametrize("platform", ["first", "second"])
def test_an_index_with_one_bad_platform_is_judged_as_from_a_registry(
    platform: str, tmp_path: Path
) -> None:
    good = with_layers_here(tmp_path, asset("manifest-jwe"))
    children = [good, asset("manifest-plain")]
    if platform == "first":
        children.reverse()
    table, entries = Table(), []
    for number, child in enumerate(children):
        put_blob(tmp_path, child)
        about = {"os": "linux", "architecture": ("amd64", "arm64")[number]}
        entries.append(table.put(child) | {"platform": about})
    content = json.dumps({"schemaVersion": 2, "manifests": entries}).encode()
    put_layout(tmp_path, content, media_type=OCI_INDEX)
    found = of_layout(tmp_path)
    assert said(found) == said(of_registry(content, OCI_INDEX, table))
    assert [all(layer.encrypted for layer in each.layers) for each in found.manifests] == [
        child == good for child in children
    ]


def test_every_recorded_sample_is_tried() -> None:
    others = {path.stem for path in ASSETS.glob("*.json")} - set(ALONE)
    assert all("index" in name or "attestation" in name for name in others)
