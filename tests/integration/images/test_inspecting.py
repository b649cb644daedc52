# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of a registry, and what is remembered."""

import json

import pytest

from images.errors import ImageUnavailableError
from images.media_types import MANIFEST_TYPES, OCI_INDEX, OCI_MANIFEST
from tests.integration.images.shop import LAYER, LAYER_DIGEST, MANIFEST, Shop, codes
from tests.simulators.answers import Answer
from tests.unit.images.builders import asset, manifest
from trust.reference import parse_reference


def test_a_tag_is_pinned_to_the_digest_of_the_bytes(shop: Shop) -> None:
    evidence = shop.inspect()
    assert evidence.digest == shop.digest
    assert str(evidence.reference) == f"{shop.registry.host}/shop/api:1@{shop.digest}"
    assert [layer.schemes for layer in evidence.manifests[0].layers] == [{"jwe"}, {"jwe"}]
    assert codes(evidence) == []


def test_exactly_four_types_are_accepted_and_no_encoding(shop: Shop) -> None:
    shop.inspect()
    headers = shop.registry.asked[0].headers
    assert set(headers["Accept"].split(", ")) == MANIFEST_TYPES
    assert headers["Accept-Encoding"] == "identity"


def test_only_the_head_of_each_layer_is_asked_for(shop: Shop) -> None:
    shop.inspect()
    config = manifest("manifest-jwe")["config"]["digest"]
    blobs = [asked for asked in shop.registry.asked if "/blobs/" in asked.path]
    whole = [asked for asked in blobs if asked.path.endswith(config)]
    assert ["Range" in asked.headers for asked in whole] == [False]
    blobs = [asked for asked in blobs if asked not in whole]
    assert len(blobs) == 2
    assert {asked.headers["Range"] for asked in blobs} == {"bytes=0-511"}


def test_a_known_digest_costs_no_request_and_a_tag_always_does(shop: Shop) -> None:
    shop.inspect()
    asked = len(shop.registry.asked)
    assert codes(shop.inspect(f"shop/api@{shop.digest}")) == []
    assert len(shop.registry.asked) == asked
    shop.inspect()
    assert shop.paths()[asked] == MANIFEST


def test_a_tag_that_moved_is_seen(shop: Shop) -> None:
    first = shop.inspect()
    shop.registry.put_manifest("shop/api:1", asset("manifest-plain"), media_type=OCI_MANIFEST)
    second = shop.inspect()
    assert first.digest != second.digest
    assert not second.manifests[0].layers[0].encrypted


def test_every_entry_of_an_index_is_fetched_by_digest(shop: Shop) -> None:
    parts = []
    for architecture, name in (("amd64", "manifest-jwe"), ("arm64", "manifest-plain")):
        content = asset(name)
        parts.append(
            {
                "mediaType": OCI_MANIFEST,
                "digest": shop.registry.put_manifest(
                    f"shop/api:{architecture}", content, media_type=OCI_MANIFEST
                ),
                "size": len(content),
                "platform": {"os": "linux", "architecture": architecture},
            }
        )
    index = json.dumps({"schemaVersion": 2, "manifests": parts}).encode()
    shop.registry.put_manifest("shop/api:2", index, media_type=OCI_INDEX)
    evidence = shop.inspect("shop/api:2")
    found = {one.platform: one.layers[0].encrypted for one in evidence.manifests}
    assert found == {"linux/amd64": True, "linux/arm64": False}
    assert {part["digest"] for part in parts} <= {path.split("/")[-1] for path in shop.paths()}


def test_a_registry_that_is_not_listed_is_not_asked(shop: Shop) -> None:
    reference = parse_reference("other.example/shop/api:1")
    evidence = shop.images.inspect(reference, deadline=0)
    assert codes(evidence) == ["registry-not-allowed"]
    assert "registries file" in evidence.findings[0].remedy


def test_a_failure_is_not_remembered(shop: Shop) -> None:
    shop.registry.lie(LAYER, Answer(status=404))
    with pytest.raises(ImageUnavailableError):
        shop.inspect(f"shop/api@{shop.digest}")
    assert codes(shop.inspect(f"shop/api@{shop.digest}")) == []


def test_a_denial_that_rests_on_unproven_bytes_is_not_remembered(shop: Shop) -> None:
    truth = shop.registry.truth(MANIFEST)
    by_digest = MANIFEST.replace("/1", f"/{shop.digest}")
    wrong_type = Answer(headers={"Content-Type": "text/html"}, body=truth.body)
    shop.registry.lie(by_digest, wrong_type)
    assert codes(shop.inspect(f"shop/api@{shop.digest}")) == ["manifest-type"]
    assert codes(shop.inspect(f"shop/api@{shop.digest}")) == []


def test_a_layer_that_is_plain_behind_its_type_is_denied(shop: Shop) -> None:
    shop.registry.put_blob("shop/api", LAYER_DIGEST, b"\x1f\x8b" + bytes(600))
    evidence = shop.inspect()
    assert codes(evidence) == ["layer-content-plain"]
    assert evidence.findings[0].detail.startswith("layer 1 of 2 is typed as encrypted")
