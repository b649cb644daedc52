# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A run that misses an aim says so, and fails."""

import pytest

from bench.aims import AIMS, Aim, missed
from bench.measure import Measure


def measure(name: str, ratio: float) -> Measure:
    return Measure(name=name, value=1.0, unit="ms", reference=1.0, ratio=ratio, n=1)


def measures(**other: float) -> list[Measure]:
    """Measures that meet every aim just so, but for others by the aim's place."""
    return [
        measure(f"{aim.name} of this run", other.get(f"at{place}", aim.bound))
        for place, aim in enumerate(AIMS)
    ]


def test_ratios_on_the_bound_meet_it() -> None:
    assert missed(measures()) == []


@pytest.mark.parametrize(("place", "aim"), list(enumerate(AIMS)), ids=[aim.name for aim in AIMS])
def test_an_aim_is_missed_beyond_its_bound(place: int, aim: Aim) -> None:
    ratio = aim.bound + (0.01 if aim.at_most else -0.01)
    expected = f"{aim.name} of this run: {ratio}, aim: {aim.text}"
    assert missed(measures(**{f"at{place}": ratio})) == [expected]


def test_what_no_aim_is_about_misses_none() -> None:
    assert missed([measure("/filter 5000 names p99", 9.0), *measures()]) == []


def test_an_aim_that_was_not_measured_is_not_met() -> None:
    with pytest.raises(LookupError, match="/filter growth"):
        missed(measures()[:1])


def test_an_aim_that_nobody_asked_to_measure_is_not_missed() -> None:
    assert missed(measures()[:1], whole=False) == []
    assert missed([measure(AIMS[0].name, 9.0)], whole=False) != []
