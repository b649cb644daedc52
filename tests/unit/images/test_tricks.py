# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every disguise that real runtimes fall for (encryption.md §1.5), tried on a real manifest."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import pytest

from images.exchange import Errand
from images.media_types import OCI_INDEX, OCI_MANIFEST
from images.registry import Document
from tests.unit.images.builders import asset, document, manifest
from tests.unit.images.test_judge import Table, errand, index, judge  # noqa: F401  a fixture
from trust.policy import EncryptionNeed
from trust.rules.encryption import encryption

NEED = EncryptionNeed(key_providers=frozenset({"jwe", "pkcs7"}))
LAYER = "application/vnd.oci.image.layer.v1.tar"
PUBOPTS = "org.opencontainers.image.enc.pubopts"
PLAIN = manifest("manifest-plain")["layers"]
Trick = Callable[[dict[str, Any]], dict[str, Any] | bytes]


def codes(given: Errand, judged: Document, table: Table | None = None) -> list[str]:
    evidence = judge(table or Table(), given, judged)
    return [finding.code for finding in encryption(evidence, NEED)]


def typed(media_type: str) -> Trick:
    """Give the first layer another type."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        document["layers"][0]["mediaType"] = media_type
        return document

    return change


def keyed(key: str) -> Trick:
    """Put plain layers under a key that Go takes for ``layers``."""

    def change(document: dict[str, Any]) -> bytes:
        text = json.dumps(document)
        return (text[:-1] + f', "{key}": {json.dumps(PLAIN)}}}').encode()

    return change


def shadowed(document: dict[str, Any]) -> dict[str, Any]:
    document["layers"][0]["MediaType"] = f"{LAYER}+gzip"
    return document


def nonce_outside(document: dict[str, Any]) -> dict[str, Any]:
    annotations = document["layers"][0]["annotations"]
    options = json.loads(b64decode(annotations[PUBOPTS]))
    options["cipheroptions"] = {"nonce": "AAAAAAAAAAAAAAAAAAAAAA=="}
    annotations[PUBOPTS] = b64encode(json.dumps(options).encode()).decode()
    return document


def artifact(document: dict[str, Any]) -> dict[str, Any]:
    document["artifactType"] = "application/x"
    return document


TRICKS: dict[str, tuple[Trick, str]] = {
    "annotations and a plain type": (typed(f"{LAYER}+gzip"), "layer-disguised"),
    "layers twice": (keyed("layers"), "manifest-ambiguous"),
    "LAYERS": (keyed("LAYERS"), "manifest-ambiguous"),
    "layers with a long s": (keyed("layer\u017f"), "manifest-ambiguous"),
    "layers with a long s, escaped": (keyed("layer\\u017f"), "manifest-ambiguous"),
    "mediaType twice in other case": (shadowed, "manifest-ambiguous"),
    "capitals": (typed(f"{LAYER}+gzip+ENCRYPTED"), "layer-type"),
    "suffixes in another order": (typed(f"{LAYER}+encrypted+gzip"), "layer-type"),
    "a suffix more": (typed(f"{LAYER}+encrypted+gzip+foo"), "layer-type"),
    "the dead suffix": (typed(f"{LAYER}+gzip+enc"), "layer-disguised"),
    "a parameter": (typed(f"{LAYER}+gzip;x=+encrypted"), "layer-type"),
    "nondistributable": (
        typed("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip+encrypted"),
        "layer-type",
    ),
    "foreign of docker": (
        typed("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"),
        "layer-disguised",
    ),
    "docker and encrypted": (
        typed("application/vnd.docker.image.rootfs.diff.tar.gzip+encrypted"),
        "layer-type",
    ),
    "bytes": (typed("application/octet-stream"), "layer-disguised"),
    "zstd": (typed(f"{LAYER}+zstd+encrypted"), "layer-zstd"),
    "a nonce outside of the HMAC": (nonce_outside, "layer-annotations"),
    "an artifact": (artifact, "manifest-confused"),
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_disguise_is_refused(errand: Errand, name: str) -> None:  # noqa: F811
    trick, code = TRICKS[name]
    assert codes(errand, document(trick(manifest()))).count(code) == 1
    assert codes(errand, document(manifest())) == []


@pytest.mark.parametrize("name", ["annotations and a plain type", "LAYERS", "zstd"])
def test_a_disguise_in_one_platform_is_refused(errand: Errand, name: str) -> None:  # noqa: F811
    table = Table()
    bad = document(TRICKS[name][0](manifest())).content
    entries = [table.put(asset("manifest-jwe")), table.put(bad)]
    assert TRICKS[name][1] in codes(errand, index(*entries), table)


def test_a_plain_platform_beside_an_encrypted_one_is_refused(
    errand: Errand,  # noqa: F811
) -> None:
    table = Table()
    entries = [table.put(asset("manifest-jwe")), table.put(asset("manifest-plain"))]
    assert codes(errand, index(*entries), table) == ["layer-not-encrypted"]


def test_a_nested_index_is_refused(errand: Errand) -> None:  # noqa: F811
    table = Table()
    inner = index(table.put(asset("manifest-jwe"))).content
    assert codes(errand, index(table.put(inner, OCI_INDEX)), table) == ["index-nested"]


def test_a_perfect_manifest_of_plain_content_is_refused(errand: Errand) -> None:  # noqa: F811
    layers = manifest()["layers"]
    table = Table(blobs={layers[0]["digest"]: b"\x1f\x8b\x08" + bytes(600)})
    assert codes(errand, document(manifest()), table) == ["layer-content-plain"]


def test_a_good_manifest_of_oci_1_1_is_accepted(errand: Errand) -> None:  # noqa: F811
    changed = manifest()
    changed |= {"mediaType": OCI_MANIFEST, "annotations": {"org.opencontainers.image.title": "x"}}
    changed["config"]["annotations"] = {}
    assert codes(errand, document(changed)) == []
