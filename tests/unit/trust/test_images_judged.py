# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reasons against an image that would only follow from another one are left out."""

from dataclasses import replace

from tests.unit.trust.builders import IMAGE, LAYER, evidence
from tests.unit.trust.test_admission import NEED, image
from trust.images_judged import judge_images
from trust.policy import EncryptionNeed

NOBODY = EncryptionNeed(key_providers=frozenset())
LOOSE = replace(image(IMAGE), pull_policy="Never")


def codes(need: EncryptionNeed | None, *, encrypted: bool = True) -> list[str]:
    answer = evidence(replace(LAYER, encrypted=encrypted))
    return [found.code for found in judge_images((LOOSE,), need, {IMAGE: answer})]


def test_an_image_is_told_to_be_pinned_only_where_nothing_else_is_wrong() -> None:
    assert codes(NEED.encryption) == ["image-not-pinned", "image-not-pulled-anew"]
    assert codes(NEED.encryption, encrypted=False) == ["layer-not-encrypted"]


def test_a_layer_is_not_blamed_where_the_policies_allow_nobody() -> None:
    assert "key-provider-not-allowed" not in codes(NOBODY)
    assert codes(None) == []
