# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Texts of strangers: nothing that steers a terminal, and no credentials."""

import pytest

from trust.printable import printable
from trust.verdict import Finding, Outcome, Verdict

DIGEST = "sha256:" + "a" * 64
STEERING = "a\nb\r\x1b[31m\u202ec\u2066d\u200be\u2028\x00\ud800\u00a0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        'image "registry.example:5000/shop/api:1.4" (container "api")',
        f"registry.example/shop/api:1.4@{DIGEST}",
        f"'registry.example/shop/api@{DIGEST}', exempt",
        "name:tag@sha256:…",
        "grüße, 漢字 and …",
        "https://registry.example/v2/",
    ],
)
def test_what_is_harmless_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('image "bob:s3cret@reg.example/x:1" (x)', 'image "…@reg.example/x:1" (x)'),
        (f"bob:s3cret@reg.example/x@{DIGEST}", f"…@reg.example/x@{DIGEST}"),
        ("https://bob:s3c@ret@h.example/x", "https://…@h.example/x"),
        ("'s3cret@reg/x' is none", "'…@reg/x' is none"),
        ("https://h.example/x?sig=s3cret&a=b is", "https://h.example/x?… is"),
        ("https://h.example/x#s3cret", "https://h.example/x?…"),
    ],
)
def test_credentials_are_left_out(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert "s3c" not in printable(text)


def test_what_steers_is_escaped() -> None:
    shown = printable(STEERING)
    assert shown.isprintable()
    assert shown.startswith(r"a\nb\r\x1b[31m\u202ec\u2066d\u200be\u2028\x00\ud800\xa0")


@pytest.mark.parametrize("text", ["a" * 400_000 + "@", "@" * 400_000, "://" * 100_000 + "@"])
def test_a_long_text_holds_nobody_up(text: str) -> None:
    assert printable(text)


def test_a_finding_shows_nothing_raw_wherever_it_goes() -> None:
    found = Finding(code="x", outcome=Outcome.DENY, detail=STEERING, remedy=STEERING)
    assert found.about(STEERING).text.isprintable()
    assert Verdict.of([found]).message(policies=[STEERING], subject=STEERING).isprintable()
