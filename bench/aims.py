# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the ratios have to reach; a run that misses one fails."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.measure import Measure


@dataclass(frozen=True, slots=True)
class Aim:
    """A bound of a ratio, by the beginning of a measure's name."""

    name: str
    bound: float
    at_most: bool

    def met(self, ratio: float) -> bool:
        """Tell whether a ratio is within the bound."""
        return ratio <= self.bound if self.at_most else ratio >= self.bound

    @property
    def text(self) -> str:
        """The bound in words."""
        return f"ratio {'at most' if self.at_most else 'at least'} {self.bound}"


AIMS = (
    Aim("/filter 5000 names p50", 1.5, at_most=True),
    Aim("/filter growth, p50 a byte", 1.25, at_most=True),
    Aim("/filter 5000 names, new reports each 5 s, p99", 1.2, at_most=True),
    Aim("/filter 5000 names, another service hangs, p99", 1.2, at_most=True),
    Aim("refresh of 5000 reports, processor", 1.0, at_most=True),
    Aim("poll of 5000 HVS reports, nothing new", 1.0, at_most=True),
    Aim("poll of 5000 HVS reports, all new", 1.0, at_most=True),
    Aim("list of 5000 Keylime agents, processor", 1.0, at_most=True),
    Aim("extender memory, 5000 nodes", 1.0, at_most=True),
    Aim("extender worker, resident, 5000 nodes", 1.0, at_most=True),
    Aim("revocation to refusal, pushed", 1.5, at_most=True),
    Aim("found to refused, polled", 1.0, at_most=True),
    Aim("/validate rate", 0.6, at_most=False),
    Aim("cold image, 20 ms, first contact", 2.0, at_most=True),
    Aim("cold index of 4, 20 ms, first contact", 3.0, at_most=True),
    Aim("pods, 20 parallel, kubectl apply", 0.95, at_most=False),
    Aim("webhook memory", 1.1, at_most=True),
)


def missed(measures: Sequence[Measure], *, whole: bool = True) -> list[str]:
    """Say of each aim whether it is met, and return a line for each that is not.

    Args:
        measures: Of the run.
        whole: Everything was measured.

    Raises:
        LookupError: An aim of a whole run has no measure.
    """
    lines = []
    for aim in AIMS:
        measure = next((each for each in measures if each.name.startswith(aim.name)), None)
        if measure is None and not whole:
            continue
        if measure is None:
            raise LookupError(f"nothing was measured for the aim of {aim.name}")
        met = aim.met(measure.ratio)
        line = f"{measure.name}: {measure.ratio}, aim: {aim.text}"
        print(f"{'met   ' if met else 'MISSED'} {line}")
        if not met:
            lines.append(line)
    return lines
