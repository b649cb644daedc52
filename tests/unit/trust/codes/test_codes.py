# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The registry of codes: one line each, in words that make a sentence."""

import re

import pytest

from trust.codes import CODES, SECTIONS, rank_of, remedy_of
from trust.codes.code import Code
from trust.verdict import Finding, Outcome, Verdict

ALL = [code for codes in SECTIONS.values() for code in codes]


def test_no_code_stands_twice() -> None:
    assert len(ALL) == len(CODES)


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.name)
def test_every_line_is_whole(code: Code) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.name)
    assert code.outcome is not Outcome.ALLOW
    assert code.when.endswith(".")
    assert code.when[0].isupper()
    assert code.remedy
    assert not code.remedy.endswith(".")


def test_a_finding_takes_the_remedy_that_is_registered_unless_it_knows_more() -> None:
    found = Finding(code="node-name-set", outcome=Outcome.DENY, detail="why")
    assert found.text == f"why; {remedy_of('node-name-set')}"
    more = Finding(code="node-name-set", outcome=Outcome.DENY, detail="why", remedy="this")
    assert more.text == "why; this"


def test_a_code_of_nobody_has_no_remedy_and_comes_last() -> None:
    assert remedy_of("nobody's") == ""
    assert rank_of("nobody's") == len(CODES)


def test_reasons_are_told_in_the_order_of_the_registry_denials_first() -> None:
    names = ["image-unavailable", "placement-not-intact", "node-name-set", "layer-not-encrypted"]
    found = [Finding(code=name, outcome=CODES[name].outcome, detail="why") for name in names]
    assert Verdict.of(found).codes == (
        "layer-not-encrypted",
        "node-name-set",
        "placement-not-intact",
        "image-unavailable",
    )
