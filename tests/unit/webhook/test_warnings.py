# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What people are told of images beside the verdict."""

from trust.image import ImageEvidence, ManifestEvidence
from trust.reference import parse_reference
from trust.verdict import Finding, Outcome
from webhook.warnings import image_warnings

DIGEST = "sha256:" + "1" * 64


def evidence(*names: tuple[str, ...]) -> ImageEvidence:
    return ImageEvidence(
        reference=parse_reference(f"r.example/api:1@{DIGEST}"),
        digest=DIGEST,
        manifests=tuple(
            ManifestEvidence(platform="", digest=DIGEST, layers=(), plain_secrets=each)
            for each in names
        ),
    )


def test_names_of_all_platforms_are_told_once() -> None:
    answers = {f"r.example/api:1@{DIGEST}": evidence(("A_TOKEN",), ("A_TOKEN", "B_TOKEN"))}
    assert list(image_warnings(answers)) == [
        'image "r.example/api:1": Env has what looks like a secret in the clear (A_TOKEN, '
        "B_TOKEN); no tool encrypts it, use a Secret"
    ]


def test_many_names_are_cut() -> None:
    (said,) = image_warnings({"x": evidence(tuple(f"T{number}" for number in range(9)))})
    assert "(T0, T1, T2, T3, T4, …)" in said


def test_nothing_is_told_of_images_without_and_of_those_that_could_not_be_asked() -> None:
    finding = Finding(code="x", outcome=Outcome.UNKNOWN, detail="x", remedy="x")
    assert list(image_warnings({"a": evidence(()), "b": finding, "c": evidence()})) == []
