# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered is what was made of the same things, and nothing longer."""

from dataclasses import replace
from itertools import count

import pytest

from attestation.hvs.host_document import parse_host
from attestation.hvs.remembered import Appraisals, Items
from attestation.hvs.report_document import parse_report
from tests.unit.attestation.hvs.builders import host

REPORT = parse_report(host().in_json())
HOST = parse_host(host().entry())
NUMBERS = count()


def listed(items: Items[int], *texts: str) -> list[int]:
    """Read a list: what is not known gets the next number."""
    items.begin()
    numbers = []
    for text in texts:
        known = items.find(text, 0)
        if known is None:
            known = next(NUMBERS), len(text)
            items.keep(text, 0, len(text), known[0])
        numbers.append(known[0])
    items.end()
    return numbers


def test_an_object_that_comes_again_is_known_wherever_it_stands() -> None:
    items: Items[int] = Items()
    text = f'{{"id": "ä{"a" * 64}"}}'
    (number,) = listed(items, text)
    assert items.find(f"[7, {text}, 8]", 4) == (number, 4 + len(text))


@pytest.mark.parametrize("text", ['{"id": "b"}', '{"id": "a" }', '{"id": "a"', "", '{"id": "a2"}'])
def test_anything_else_is_not_known(text: str) -> None:
    items: Items[int] = Items()
    listed(items, '{"id": "a"}')
    assert items.find(text, 0) is None


def test_objects_that_begin_alike_are_told_apart_up_to_a_bound() -> None:
    items: Items[int] = Items()
    texts = ["{" + " " * 100 + f'"id": {number}}}' for number in range(5)]
    assert listed(items, *texts[:4]) == listed(items, *texts[:4])
    numbers = listed(items, *texts)
    assert len({*numbers, *listed(items, *texts)}) > len(numbers)


def test_an_object_is_compared_in_vain_once_and_then_forgotten() -> None:
    items: Items[int] = Items()
    first, second, other = ("{" + " " * 100 + f'"id": {number}}}' for number in range(3))
    listed(items, first, second)
    assert items.find(second, 0) is not None
    assert items.find(first, 0) is None
    assert items.find(second, 0) is None
    listed(items, first)
    assert items.find(other, 0) is None
    assert items.find(first, 0) is None


def test_an_object_that_was_not_in_the_last_list_is_forgotten() -> None:
    items: Items[int] = Items()
    (number,) = listed(items, "{}")
    assert listed(items, "{}") == [number]
    listed(items)
    assert listed(items, "{}") != [number]


def test_a_list_that_broke_off_leaves_nothing_and_takes_nothing() -> None:
    items: Items[int] = Items()
    (number,) = listed(items, "{}")
    items.keep('{"broke": "off"}', 0, 16, 7)
    assert listed(items, "{}") == [number]
    assert items.find('{"broke": "off"}', 0) is None


def test_the_same_things_make_the_same_report() -> None:
    appraisals = Appraisals()
    made = appraisals.of(REPORT, HOST, None)
    assert appraisals.of(REPORT, replace(HOST), None) is made


def test_anything_else_makes_another_one() -> None:
    appraisals = Appraisals()
    appraisals.of(REPORT, HOST, None)
    assert appraisals.of(REPORT, replace(HOST, state="UNKNOWN"), None).doubt
    assert appraisals.of(replace(REPORT, overall=False), HOST, None).failures


def test_hosts_that_are_gone_are_forgotten() -> None:
    appraisals = Appraisals()
    made = appraisals.of(REPORT, HOST, None)
    appraisals.forget_all_but({REPORT.host_id})
    assert appraisals.of(REPORT, HOST, None) is made
    appraisals.forget_all_but(set())
    assert appraisals.of(REPORT, HOST, None) is not made
