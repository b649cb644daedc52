# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Attestations beside images: let in only where the operator says so, and only if they are such."""

import json
from typing import Any

import pytest

from images.allowances import Allowances
from images.attestation_entry import check_attestation
from images.errors import RuleBrokenError
from images.exchange import Errand
from images.media_types import EMPTY, IN_TOTO, OCI_MANIFEST
from tests.unit.images.builders import asset
from tests.unit.images.test_judge import Table, errand, index, judge  # noqa: F401  a fixture

CONFIG = {
    "mediaType": "application/vnd.oci.image.config.v1+json",
    "digest": "sha256:" + "1" * 64,
    "size": 167,
}
STATEMENT = {
    "mediaType": IN_TOTO,
    "digest": "sha256:" + "2" * 64,
    "size": 900,
    "annotations": {"in-toto.io/predicate-type": "https://slsa.dev/provenance/v0.2"},
}
MARKS = {
    "annotations": {
        "vnd.docker.reference.digest": "sha256:" + "3" * 64,
        "vnd.docker.reference.type": "attestation-manifest",
    },
    "platform": {"architecture": "unknown", "os": "unknown"},
}
ALLOWED = Allowances(attestations=True)


def attestation(**changes: object) -> bytes:
    """Return one as buildx writes it."""
    document = {
        "schemaVersion": 2,
        "mediaType": OCI_MANIFEST,
        "config": CONFIG,
        "layers": [STATEMENT, STATEMENT],
        **changes,
    }
    return json.dumps(document).encode()


def codes(
    given: Errand, content: bytes, marks: dict[str, Any], allowances: Allowances = ALLOWED
) -> list[str]:
    table = Table()
    image = {**table.put(asset("manifest-jwe")), "platform": {"os": "linux", "architecture": "x"}}
    entry = {**table.put(content), **marks}
    evidence = judge(table, given, index(image, entry), allowances)
    if not evidence.findings:
        assert [one.platform for one in evidence.manifests] == ["linux/x"]
    return [finding.code for finding in evidence.findings]


def test_it_is_refused_unless_it_is_allowed(errand: Errand) -> None:  # noqa: F811
    assert codes(errand, attestation(), MARKS, Allowances()) == ["index-attestation"]
    assert codes(errand, attestation(), MARKS) == []


def test_one_in_the_manner_of_oci_artifacts_is_allowed_too(errand: Errand) -> None:  # noqa: F811
    config = {"mediaType": EMPTY, "digest": "sha256:" + "4" * 64, "size": 2, "data": "e30="}
    subject = {"mediaType": OCI_MANIFEST, "digest": "sha256:" + "3" * 64, "size": 900}
    kind = "application/vnd.docker.attestation.manifest.v1+json"
    content = attestation(config=config, subject=subject, artifactType=kind)
    assert codes(errand, content, MARKS) == []


@pytest.mark.parametrize(
    "marks",
    [
        {**MARKS, "platform": {"architecture": "amd64", "os": "linux"}},
        {**MARKS, "platform": None},
        {**MARKS, "annotations": {"vnd.docker.reference.type": "image"}},
    ],
)
def test_what_a_node_could_take_for_an_image_is_none(
    errand: Errand,  # noqa: F811
    marks: dict[str, Any],
) -> None:
    assert codes(errand, attestation(), marks) == ["index-attestation"]


def test_an_entry_without_the_marks_is_judged_as_an_image(errand: Errand) -> None:  # noqa: F811
    table = Table()
    evidence = judge(table, errand, index(table.put(attestation())), ALLOWED)
    assert [layer.encrypted for layer in evidence.manifests[0].layers] == [False, False]


@pytest.mark.parametrize(
    "changes",
    [
        {"layers": [STATEMENT, {**STATEMENT, "mediaType": "application/octet-stream"}]},
        {
            "layers": [
                {**STATEMENT, "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip"},
            ]
        },
        {"layers": []},
        {"layers": [STATEMENT] * 65},
        {"layers": {}},
        {"config": {**CONFIG, "mediaType": "text/plain"}},
    ],
)
def test_it_may_hold_statements_and_nothing_else(
    errand: Errand,  # noqa: F811
    changes: dict[str, Any],
) -> None:
    assert codes(errand, attestation(**changes), MARKS) == ["index-attestation"]


def test_content_from_elsewhere_is_refused_in_it_too() -> None:
    layers = [{**STATEMENT, "urls": ["https://evil.example/"]}]
    with pytest.raises(RuleBrokenError, match="has urls"):
        check_attestation(json.loads(attestation(layers=layers)))


def test_an_index_of_attestations_alone_has_no_image(errand: Errand) -> None:  # noqa: F811
    table = Table()
    evidence = judge(table, errand, index({**table.put(attestation()), **MARKS}), ALLOWED)
    assert evidence.manifests == ()
