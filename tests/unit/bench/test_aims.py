# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A run that misses an aim says so, and fails."""

import pytest

from bench.aims import missed
from bench.measure import Measure

FILTER, VALIDATE = "/filter 5000 names p50", "/validate 5984 bytes, digest known"


def measure(name: str, ratio: float) -> Measure:
    return Measure(name=name, value=1.0, unit="ms", reference=1.0, ratio=ratio, n=1)


@pytest.mark.parametrize(
    ("filtering", "validating", "expected"),
    [
        (1.5, 0.6, []),
        (1.51, 0.6, [f"{FILTER}: 1.51, aim: ratio at most 1.5"]),
        (1.5, 0.59, [f"{VALIDATE}: 0.59, aim: ratio at least 0.6"]),
    ],
)
def test_an_aim_is_missed_beyond_its_bound(
    filtering: float, validating: float, expected: list[str]
) -> None:
    p99 = measure("/filter 5000 names p99", 9.0)
    assert missed([measure(FILTER, filtering), p99, measure(VALIDATE, validating)]) == expected


def test_an_aim_that_was_not_measured_is_not_met() -> None:
    with pytest.raises(LookupError, match="/validate"):
        missed([measure(FILTER, 1.0)])
