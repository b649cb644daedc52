# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Validity of certificates at its edges, and what counts as live and as trusted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.trust.builders import NOON
from trust.certificates import Authority, Found, Leaf, Validity, bundle_id

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
VALIDITY = Validity(begins=NOON, ends=NOON + 60 * DAY)
LEAF = Leaf(id="l", issuer="ca", validity=VALIDITY)


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (NOON - SECOND, False),
        (NOON, True),
        (NOON + 60 * DAY, True),
        (NOON + 60 * DAY + SECOND, False),
    ],
)
def test_both_ends_of_a_validity_belong_to_it(now: object, holds: bool) -> None:
    assert VALIDITY.holds(now) is holds  # type: ignore[arg-type]


def test_it_is_due_when_a_third_is_left_of_its_time_or_of_what_such_ones_are_given_now() -> None:
    assert not VALIDITY.due(NOON + 40 * DAY - SECOND, 60 * DAY)
    assert VALIDITY.due(NOON + 40 * DAY, 60 * DAY)
    assert VALIDITY.due(NOON + 40 * DAY, 365 * DAY)
    assert not VALIDITY.due(NOON + 50 * DAY - SECOND, 30 * DAY)
    assert VALIDITY.due(NOON + 50 * DAY, 30 * DAY)


def test_it_is_due_when_it_lasts_much_longer_than_such_ones_do_now() -> None:
    assert VALIDITY.due(NOON, 39 * DAY)
    assert not VALIDITY.due(NOON, 40 * DAY)


def test_a_beginning_that_was_set_back_makes_it_due_no_earlier() -> None:
    early = Validity(begins=NOON - DAY, ends=NOON + DAY)
    assert not early.due(NOON, DAY)
    assert early.due(NOON + DAY * 2 / 3, DAY)


def test_a_leaf_is_live_that_fits_and_is_signed_and_holds() -> None:
    leaves = {
        "good": LEAF,
        "missing": None,
        "of another key": replace(LEAF, fits=False),
        "of nobody": replace(LEAF, issuer=""),
        "ended": replace(LEAF, validity=Validity(begins=NOON - DAY, ends=NOON - SECOND)),
    }
    assert list(Found(leaves=leaves, bundles={}, readers={}).live(NOON)) == [LEAF]


def test_whoever_is_kept_is_trusted_and_strays_are_not() -> None:
    one, two, three, stray = (Authority(id=each, validity=VALIDITY) for each in "abcs")
    found = Found(
        signing=one,
        successor=two,
        retired=(three,),
        strays=(stray,),
        leaves={},
        bundles={},
        readers={},
    )
    assert found.trusted == {"a", "b", "c"}
    assert replace(found, signing=None, successor=None).trusted == {"c"}


def test_the_word_for_a_bundle_depends_on_who_is_in_it_alone() -> None:
    assert bundle_id(["a", "b"]) == bundle_id(frozenset({"b", "a"}))
    assert bundle_id(["a"]) != bundle_id(["b"]) != bundle_id([])
