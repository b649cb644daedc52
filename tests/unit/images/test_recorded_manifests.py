# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Manifests that real tools wrote, and the disguises that real runtimes fall for."""

import json

import pytest

from images.allowances import Allowances
from images.attestation_entry import check_attestation
from images.envelope import open_document
from images.errors import RuleBrokenError
from images.index import read_index
from images.layer import judge_layer
from images.manifest import read_manifest
from images.media_types import DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST
from tests.unit.images.builders import ASSETS, asset, document
from trust.image import LayerEvidence

GOOD = {
    "skopeo-jwe": {"jwe"},
    "skopeo-jwe-two": {"jwe"},
    "skopeo-from-docker-v2s2": {"jwe"},
    "skopeo-oci11-annotations": {"jwe"},
    "manifest-jwe": {"jwe"},
    "manifest-jwe-ec": {"jwe"},
    "manifest-jwe-two": {"jwe"},
    "manifest-pkcs7": {"pkcs7"},
    "manifest-keyprovider": {"provider.broker"},
    "manifest-keyprovider-by-ctr-imgcrypt": {"provider.broker"},
    "manifest-jwe-and-keyprovider": {"jwe", "provider.broker"},
}
PLAIN_LAYERS = {"manifest-jwe-partial", "manifest-plain", "manifest-v2s2-plain"}
WITH_FINDING = {
    "evil-annotation-only": "layer-disguised",
    "evil-label-only": "layer-annotations",
    "manifest-jwe-zstd": "layer-zstd",
}
REFUSED = {
    "evil-json-case": "manifest-ambiguous",
    "evil-json-dup": "manifest-ambiguous",
    "manifest-zero-layers-after-encrypt": "image-empty",
}
INDEXES = {
    "index-encrypted": 2,
    "index-plain": 2,
    "evil-mixed-index": 2,
    "skopeo-index-all": 2,
    "buildkit-style-index": 2,
}
ATTESTATIONS = {"buildkit-style-attestation"}


def layers(name: str) -> tuple[LayerEvidence, ...]:
    media_type = json.loads(asset(name)).get("mediaType", OCI_MANIFEST)
    found = read_manifest(open_document(document(asset(name), media_type)))
    return tuple(
        judge_layer(layer, position=number, total=len(found), platform="")
        for number, layer in enumerate(found, start=1)
    )


def test_every_recorded_manifest_is_tested() -> None:
    known = {*GOOD, *PLAIN_LAYERS, *WITH_FINDING, *REFUSED, *INDEXES, *ATTESTATIONS}
    assert {path.stem for path in ASSETS.glob("*.json")} == known


@pytest.mark.parametrize("name", sorted(GOOD))
def test_what_real_tools_encrypt_has_no_finding(name: str) -> None:
    for layer in layers(name):
        assert layer.encrypted
        assert layer.findings == ()
        assert layer.schemes == GOOD[name]


@pytest.mark.parametrize("name", sorted(PLAIN_LAYERS))
def test_a_plain_layer_is_evidence_and_no_finding(name: str) -> None:
    judged = layers(name)
    assert not judged[0].encrypted
    assert all(layer.findings == () for layer in judged)


@pytest.mark.parametrize("name", sorted(WITH_FINDING))
def test_a_disguised_layer_is_a_finding_in_every_layer(name: str) -> None:
    for layer in layers(name):
        assert [finding.code for finding in layer.findings] == [WITH_FINDING[name]]
        assert layer.findings[0].detail.startswith(f"layer {layer.position} of {layer.total}: ")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_document_that_runtimes_read_differently_is_refused(name: str) -> None:
    with pytest.raises(RuleBrokenError) as caught:
        layers(name)
    assert caught.value.code == REFUSED[name]


def test_a_docker_manifest_is_not_an_oci_manifest() -> None:
    with pytest.raises(RuleBrokenError, match="differs from its Content-Type"):
        open_document(document(asset("manifest-v2s2-plain"), OCI_MANIFEST))
    assert open_document(document(asset("manifest-v2s2-plain"), DOCKER_MANIFEST))


def test_layers_compressed_with_zstd_are_encrypted_where_every_node_can_decode_them() -> None:
    media_type = json.loads(asset("manifest-jwe-zstd")).get("mediaType", OCI_MANIFEST)
    found = read_manifest(open_document(document(asset("manifest-jwe-zstd"), media_type)))
    for layer in found:
        judged = judge_layer(layer, position=1, total=len(found), platform="", zstd=True)
        assert judged.encrypted
        assert judged.findings == ()
        assert judged.schemes == {"jwe"}


@pytest.mark.parametrize("name", sorted(INDEXES))
def test_every_entry_of_a_recorded_index_is_read(name: str) -> None:
    media_type = json.loads(asset(name)).get("mediaType", OCI_INDEX)
    fields = open_document(document(asset(name), media_type))
    assert len(read_index(fields, Allowances(attestations=True))) == INDEXES[name]


def test_attestations_of_buildkit_are_refused_unless_they_are_allowed() -> None:
    fields = open_document(document(asset("buildkit-style-index"), OCI_INDEX))
    with pytest.raises(RuleBrokenError, match="entry 2 of 2 is an attestation"):
        read_index(fields)
    (name,) = ATTESTATIONS
    check_attestation(open_document(document(asset(name)), artifact=True))
