# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers made from samples: percentiles, ratios of alternating rounds, and the file of a run."""

import json
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from localcluster.folders import cache_folder, make_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure.

    Attributes:
        name: What was measured.
        value: Of ours.
        unit: Of value and reference.
        reference: Of what it is compared with.
        ratio: Median over rounds of ours by the reference, or another middle of them.
        n: Samples of each side.
    """

    name: str
    value: float
    unit: str
    reference: float
    ratio: float
    n: int


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the sample below which a share of all lies."""
    ordered = sorted(samples)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def middle_mean(ratios: Sequence[float]) -> float:
    """Return the geometric mean without the highest and the lowest eighth.

    Steadier than the median where many rounds have to tell a hundredth, and a round in which the
    machine did something else counts for no more than another. Which side is the larger one makes
    no difference: the ratios turned over give the result turned over.
    """
    ordered, left = _ordered(ratios)
    return math.exp(statistics.mean(ordered[left : len(ordered) - left]))


def standard_error(ratios: Sequence[float]) -> float:
    """Return that of ``middle_mean`` (Tukey and McLaughlin 1963).

    What is left out counts as the outermost that is left in.
    """
    ordered, left = _ordered(ratios)
    inner = ordered[left : len(ordered) - left]
    counted = [inner[0]] * left + inner + [inner[-1]] * left
    share = len(inner) / len(ordered)
    return middle_mean(ratios) * statistics.stdev(counted) / (share * math.sqrt(len(ordered)))


def _ordered(ratios: Sequence[float]) -> tuple[list[float], int]:
    """Return logarithms in order, and how many to leave out at each end."""
    return sorted(math.log(ratio) for ratio in ratios), len(ratios) // 8


@dataclass(frozen=True, slots=True)
class Rounds:
    """Samples of both sides, round by round; the sides alternate."""

    ours: list[list[float]]
    other: list[list[float]]
    against: str = "echo"

    def run(self, ours: Callable[[], list[float]], other: Callable[[], list[float]]) -> None:
        """Run both sides once more; the first one changes places."""
        sides = [(self.ours, ours), (self.other, other)]
        for samples, side in reversed(sides) if len(self.ours) % 2 else sides:
            samples.append(side())

    def ratios(self, summary: Callable[[Sequence[float]], float]) -> list[float]:
        """Return ours by the other for each round."""
        pairs = zip(self.ours, self.other, strict=True)
        return sorted(summary(ours) / summary(other) for ours, other in pairs)

    def measure(
        self,
        name: str,
        unit: str,
        summary: Callable[[Sequence[float]], float],
        *,
        n: int | None = None,
        close: bool = False,
    ) -> Measure:
        """Return the figure, and print it with the spread of its rounds.

        Args:
            name: What was measured.
            unit: Of the samples.
            summary: Of the samples of a side: of each round, and of all.
            n: Where one sample is of many requests: how many there were on each side.
            close: Tell a hundredth: by ``middle_mean``, with its standard error.
        """
        ratios = self.ratios(summary)
        ours = [each for one in self.ours for each in one]
        figure = Measure(
            name=name,
            value=round(summary(ours), 3),
            unit=unit,
            reference=round(summary([each for one in self.other for each in one]), 3),
            ratio=round((middle_mean if close else statistics.median)(ratios), 3),
            n=n or len(ours),
        )
        spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)} rounds"
        if close:
            spread = f"{figure.ratio} ± {standard_error(ratios):.3f}, {spread}"
        show(figure, against=self.against, spread=spread)
        return figure


def show(figure: Measure, *, against: str, spread: str) -> None:
    """Print one figure as one line."""
    print(
        f"{figure.name:<46} {figure.value:>8.2f} {figure.unit:<4} {against} "
        f"{figure.reference:>8.2f}  ratio {figure.ratio:.2f} ({spread}; n {figure.n})",
        flush=True,
    )


def alternate(
    ours: Callable[[], list[float]],
    other: Callable[[], list[float]],
    *,
    rounds: int,
    against: str = "echo",
) -> Rounds:
    """Run both sides in turns."""
    result = Rounds([], [], against)
    for _ in range(rounds):
        result.run(ours, other)
    return result


def write(measures: Sequence[Measure]) -> Path:
    """Write the file of a run, and return where it is."""
    folder = make_folder(cache_folder() / "bench")
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    document = {"measures": [asdict(measure) for measure in measures]}
    path.write_text(json.dumps(document, indent=1) + "\n")
    return path
