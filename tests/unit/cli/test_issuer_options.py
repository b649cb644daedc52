# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lifetimes that do not fit into each other are refused with the ones that would."""

from datetime import timedelta

import click
import pytest

from cli.issuer_options import lifetimes_of

DAY = timedelta(days=1)
GIVEN = {"authority_lifetime": 365 * DAY, "leaf_lifetime": 60 * DAY, "settle": DAY / 24}


def test_lifetimes_are_taken_as_they_are_given() -> None:
    found = lifetimes_of(GIVEN)
    assert (found.authority, found.leaf, found.settle) == (365 * DAY, 60 * DAY, DAY / 24)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"authority_lifetime": 179 * DAY}, "--authority-lifetime must be three times .* 4320h"),
        ({"settle": 21 * DAY}, "--leaf-lifetime must be three times --settle at least, 1512h"),
    ],
)
def test_a_third_of_each_must_be_enough(changed: dict[str, timedelta], text: str) -> None:
    with pytest.raises(click.UsageError, match=text):
        lifetimes_of({**GIVEN, **changed})


def test_a_third_may_be_just_enough() -> None:
    edge = {"authority_lifetime": 180 * DAY, "leaf_lifetime": 60 * DAY, "settle": 20 * DAY}
    assert lifetimes_of(edge).settle == 20 * DAY
