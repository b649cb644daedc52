# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts: three outcomes, and words that fit."""

import pytest

from trust.verdict import MESSAGE_LIMIT, Finding, Outcome, Verdict


def finding(code: str, outcome: Outcome = Outcome.DENY, detail: str = "why") -> Finding:
    return Finding(code=code, outcome=outcome, detail=detail, remedy="fix it")


UNKNOWN = finding("silent", Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("findings", "outcome"),
    [
        ((), Outcome.ALLOW),
        ((None,), Outcome.ALLOW),
        ((UNKNOWN,), Outcome.UNKNOWN),
        ((UNKNOWN, finding("plain")), Outcome.DENY),
    ],
)
def test_a_denial_outweighs_unknown_and_unknown_is_never_allow(
    findings: tuple[Finding | None, ...], outcome: Outcome
) -> None:
    assert Verdict.of(findings).outcome is outcome


def test_denials_come_first_and_each_reason_once() -> None:
    verdict = Verdict.of([UNKNOWN, finding("plain"), UNKNOWN])
    assert verdict.codes == ("plain", "silent")
    assert len(verdict.findings) == 2


def test_the_message_names_policy_reason_and_remedy() -> None:
    message = Verdict.of([finding("plain")]).message(policies=["payments"])
    assert message == 'TrustPolicy "payments" refuses this pod: why; fix it'


def test_each_policy_is_named_and_many_are_counted() -> None:
    verdict = Verdict.of([finding("plain")])
    two = verdict.message(policies=["a", "b"])
    assert two.startswith('TrustPolicy "a" and TrustPolicy "b" refuse this pod: why')
    many = verdict.message(policies=[f"{number}" * 253 for number in range(9)])
    assert " and 6 more refuse this pod: " in many
    assert len(many.encode()) <= MESSAGE_LIMIT


def test_what_the_annotation_asks_is_no_policys_refusal() -> None:
    told = Verdict.of([finding("plain")]).message(policies=[], annotated=True)
    asked = "what the annotation bondstone.dev/asset-tags asks"
    assert told == f"Bondstone refuses this pod for {asked}: why; fix it"
    unknown = Verdict.of([UNKNOWN]).message(policies=[], annotated=True)
    assert unknown.startswith(f"Bondstone could not evaluate {asked}, so the pod is not admitted: ")
    both = Verdict.of([finding("plain")]).message(policies=["a"], annotated=True)
    assert both == 'TrustPolicy "a" refuses this pod: why; fix it'


def test_an_equal_remedy_is_told_once() -> None:
    details = ["one", "two", "three"]
    verdict = Verdict.of(finding("plain", detail=detail) for detail in details)
    told = verdict.message(policies=["a"])
    assert told == 'TrustPolicy "a" refuses this pod: one; fix it. Also: two. Also: three'


def test_what_is_left_out_says_where_it_is() -> None:
    verdict = Verdict.of(finding("plain", detail=f"{n}" * 400) for n in range(5))
    told = verdict.message(policies=["a"], rest="ask him")
    assert told.endswith(" (and 3 more: ask him)")
    assert len(told.encode()) <= MESSAGE_LIMIT


def test_unknown_does_not_pretend_to_be_a_denial() -> None:
    message = Verdict.of([UNKNOWN]).message(policies=[])
    assert message.startswith("Bondstone could not be evaluated, so the pod is not admitted: why")


@pytest.mark.parametrize("count", [1, 2, 40])
@pytest.mark.parametrize("length", [10, 900, 5000])
def test_a_message_fits_and_counts_what_it_leaves_out(count: int, length: int) -> None:
    findings = [finding(f"c{n}", detail=f"{n}ä" * length) for n in range(count)]
    message = Verdict.of(findings).message(policies=["a"])
    assert len(message.encode()) <= MESSAGE_LIMIT
    assert message.startswith('TrustPolicy "a" refuses this pod: 0ä')
    if count == 40:
        assert message.endswith(" more)")


@pytest.mark.parametrize("count", [1, 3])
def test_a_long_detail_leaves_room_for_the_remedy(count: int) -> None:
    findings = [finding(f"c{n}", detail=f"{n}" * 5000) for n in range(count)]
    message = Verdict.of(findings).message(policies=["a"])
    assert "…; fix it" in message
    assert len(message.encode()) <= MESSAGE_LIMIT


def test_a_finding_without_remedy_is_its_detail() -> None:
    bare = Finding(code="c", outcome=Outcome.DENY, detail="why")
    assert bare.text == "why"
    assert bare.about("image").text == "image: why"
