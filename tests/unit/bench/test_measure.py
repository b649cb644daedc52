# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers made from samples."""

import statistics

import pytest

from bench.measure import Rounds, alternate, percentile


def test_percentiles_are_samples() -> None:
    samples = [float(number) for number in range(100)]
    assert percentile(samples, 0.5) == 50
    assert percentile(samples, 0.99) == 99
    assert percentile([3.0], 0.99) == 3


def test_a_ratio_is_the_median_of_rounds(capsys: pytest.CaptureFixture[str]) -> None:
    rounds = Rounds([[2.0, 2.0], [3.0], [8.0]], [[1.0], [1.0], [2.0]])
    measure = rounds.measure("name", "ms", statistics.median)
    assert measure.ratio == 3.0
    assert measure.n == 4
    assert "ratio 3.00 (2.00 to 4.00 in 3 rounds; n 4)" in capsys.readouterr().out


def test_the_sides_take_turns_at_being_first() -> None:
    order: list[str] = []

    def side(name: str) -> list[float]:
        order.append(name)
        return [1.0]

    alternate(lambda: side("ours"), lambda: side("echo"), rounds=3)
    assert order == ["ours", "echo", "echo", "ours", "ours", "echo"]
