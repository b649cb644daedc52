# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Numbers made from samples: percentiles, ratios of alternating rounds, and the file of a run."""

import json
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
        reference: Of the echo.
        ratio: Median over rounds of ours by the echo.
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


@dataclass(frozen=True, slots=True)
class Rounds:
    """Samples of both sides, round by round; the sides alternate."""

    ours: list[list[float]]
    echo: list[list[float]]

    def ratios(self, summary: Callable[[Sequence[float]], float]) -> list[float]:
        """Return ours by the echo for each round."""
        pairs = zip(self.ours, self.echo, strict=True)
        return sorted(summary(ours) / summary(echo) for ours, echo in pairs)

    def measure(self, name: str, unit: str, summary: Callable[[Sequence[float]], float]) -> Measure:
        """Return the figure, and print it with the spread of its rounds."""
        ratios = self.ratios(summary)
        ours = [each for one in self.ours for each in one]
        echo = [each for one in self.echo for each in one]
        figure = Measure(
            name=name,
            value=round(summary(ours), 3),
            unit=unit,
            reference=round(summary(echo), 3),
            ratio=round(statistics.median(ratios), 3),
            n=len(ours),
        )
        print(
            f"{name:<44} {figure.value:>9.2f} {unit:<5} echo {figure.reference:>9.2f}  "
            f"ratio {figure.ratio:.2f} "
            f"({ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)} rounds)",
            flush=True,
        )
        return figure


def alternate(
    ours: Callable[[], list[float]], echo: Callable[[], list[float]], *, rounds: int
) -> Rounds:
    """Run both sides in turns, the first one changing places."""
    result = Rounds([], [])
    for number in range(rounds):
        if number % 2:
            result.echo.append(echo())
            result.ours.append(ours())
        else:
            result.ours.append(ours())
            result.echo.append(echo())
    return result


def write(measures: Sequence[Measure]) -> Path:
    """Write the file of a run, and return where it is."""
    folder = make_folder(cache_folder() / "bench")
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    document = {"measures": [asdict(measure) for measure in measures]}
    path.write_text(json.dumps(document, indent=1) + "\n")
    return path
