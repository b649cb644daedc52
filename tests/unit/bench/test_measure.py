# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers made from samples."""

import statistics

import pytest

from bench.measure import Rounds, alternate, middle_mean, percentile, standard_error


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


def test_the_middle_mean_is_not_moved_by_a_round_of_eight_that_is_far_off() -> None:
    ratios = [0.93, 0.94, 0.95, 0.95, 0.95, 0.95, 0.96, 0.97]
    assert middle_mean([*ratios[1:], 9.0]) == pytest.approx(middle_mean([*ratios[1:], 0.98]))
    assert middle_mean([0.5, 2.0]) == pytest.approx(1.0)


def test_the_middle_mean_does_not_depend_on_which_side_is_the_larger_one() -> None:
    ratios = [0.8, 0.9, 0.95, 0.99, 1.2]
    assert middle_mean([1 / each for each in ratios]) == pytest.approx(1 / middle_mean(ratios))


def test_four_times_the_rounds_halve_the_standard_error() -> None:
    ratios = [0.9, 0.92, 0.94, 0.96, 0.98, 1.0, 1.02, 1.04]
    few, many = standard_error(ratios), standard_error(ratios * 4)
    assert few / many == pytest.approx(2.0, rel=0.1)
    assert standard_error([0.95] * 8) == 0.0


def test_a_close_ratio_is_told_with_its_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    rounds = Rounds([[3.0], [2.0], [8.0]], [[1.0], [1.0], [2.0]])
    assert rounds.measure("name", "1/s", statistics.mean, close=True).ratio == 2.884
    assert "(2.884 ± 0.580, 2.00 to 4.00 in 3 rounds; n 3)" in capsys.readouterr().out


def test_the_sides_take_turns_at_being_first() -> None:
    order: list[str] = []

    def side(name: str) -> list[float]:
        order.append(name)
        return [1.0]

    alternate(lambda: side("ours"), lambda: side("echo"), rounds=3)
    assert order == ["ours", "echo", "echo", "ours", "ours", "echo"]
