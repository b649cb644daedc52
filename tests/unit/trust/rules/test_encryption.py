# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every layer of every platform, and only for whom the policy names."""

from dataclasses import replace

import pytest

from tests.unit.trust.builders import DIGEST, LAYER, evidence
from trust.image import ImageEvidence, LayerEvidence
from trust.policy import EncryptionNeed
from trust.reference import parse_reference
from trust.rules.encryption import encryption, is_exempt
from trust.rules.image_pinned import image_pinned
from trust.verdict import Finding, Outcome

JWE = EncryptionNeed(key_providers=frozenset({"jwe"}))
PLAIN = replace(LAYER, encrypted=False, schemes=frozenset())
BOTH = replace(LAYER, schemes=frozenset({"jwe", "provider.other"}))
NOBODY = replace(LAYER, schemes=frozenset())
ODD = Finding(code="layer-type", outcome=Outcome.DENY, detail="layer 1 of 1: odd")


def codes(*layers: LayerEvidence, need: EncryptionNeed = JWE) -> list[str]:
    return [finding.code for finding in encryption(evidence(*layers), need)]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ((LAYER, LAYER), []),
        ((LAYER, PLAIN), ["layer-not-encrypted"]),
        ((BOTH,), ["key-provider-not-allowed"]),
        ((NOBODY,), ["key-provider-not-allowed"]),
        ((PLAIN, BOTH), ["layer-not-encrypted", "key-provider-not-allowed"]),
        ((), ["image-empty"]),
        ((replace(PLAIN, findings=(ODD,)),), ["layer-type", "layer-not-encrypted"]),
    ],
)
def test_one_bad_layer_is_enough(layers: tuple[LayerEvidence, ...], expected: list[str]) -> None:
    assert codes(*layers) == expected


def test_an_allow_list_of_several_providers_is_a_set() -> None:
    both = EncryptionNeed(key_providers=frozenset({"jwe", "provider.other"}))
    assert codes(BOTH, LAYER, need=both) == []


def test_no_allowed_provider_refuses_everything() -> None:
    assert codes(LAYER, need=EncryptionNeed(key_providers=frozenset())) == [
        "key-provider-not-allowed"
    ]


@pytest.mark.parametrize(
    ("layers", "text"),
    [
        ((LAYER, PLAIN), "layer 2 of 2 for linux/arm64 is not encrypted"),
        ((PLAIN, PLAIN), "layers 1, 2 of 2 for linux/arm64 are not encrypted"),
        ((PLAIN,) * 9, "layers 1, 2, 3, 4, 5, 6, 7, 8… of 9 for linux/arm64 are not encrypted"),
    ],
)
def test_layers_are_named_as_people_do(layers: tuple[LayerEvidence, ...], text: str) -> None:
    (found,) = encryption(evidence(*layers, platform="linux/arm64"), JWE)
    assert found.detail == text


def test_structural_denials_come_first_and_an_empty_image_is_none() -> None:
    image = evidence(PLAIN)
    broken = replace(image, findings=(ODD,))
    assert [found.code for found in encryption(broken, JWE)] == [
        "layer-type",
        "layer-not-encrypted",
    ]
    empty = ImageEvidence(reference=image.reference, digest=DIGEST, manifests=())
    assert [found.code for found in encryption(empty, JWE)] == ["image-empty"]
    assert [found.code for found in encryption(replace(empty, findings=(ODD,)), JWE)] == [
        "layer-type"
    ]


def test_an_exemption_is_a_repository_and_a_digest() -> None:
    need = replace(JWE, exempt=frozenset({f"r.example/pause@{DIGEST}"}))
    assert is_exempt(need, name="r.example/pause", digest=DIGEST)
    assert not is_exempt(need, name="r.example/pause", digest=None)
    assert not is_exempt(need, name="r.example/pause2", digest=DIGEST)


def test_a_tag_is_not_pinned() -> None:
    assert image_pinned(parse_reference(f"r.example/a@{DIGEST}")) is None
    found = image_pinned(parse_reference("r.example/a:1"))
    assert found is not None
    assert found.code == "image-not-pinned"
