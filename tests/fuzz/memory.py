# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a run keeps anything: by the floor of its memory, because its peaks are of single bodies.

A body of 4 MB, of which there are some in ten thousand, is read into more than 10 MB, and the
allocator gives these back some bodies later. One look at the end of a run meets such a body or does
not; what is never given back raises the floor.
"""

import gc
import sys
from dataclasses import dataclass, field
from pathlib import Path

_PARTS = 10
_FIRST = 2
"""Of the parts: what is made once, however rarely it is needed, is made before."""
MOST_RESIDENT = 1.1
MOST_BLOCKS = 1.01
"""Counted exactly, so that a few bytes for each hundredth body are too many."""


@dataclass
class Memory:
    """What a run of ``count`` bodies holds, part by part.

    Attributes:
        count: Bodies.
        floors: Least resident memory in each part of the run, in pages.
        blocks: Small objects of Python after each part, without those that nobody can reach.
    """

    count: int
    floors: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)

    def note(self, index: int) -> None:
        """Look at it after a body."""
        part = index * _PARTS // self.count
        while len(self.floors) <= part:
            self.floors.append(_resident())
        self.floors[part] = min(self.floors[part], _resident())
        while len(self.blocks) < (index + 1) * _PARTS // self.count:
            gc.collect()
            self.blocks.append(sys.getallocatedblocks())

    @property
    def resident_growth(self) -> float:
        """The last floor by the first one after the warm-up."""
        return self.floors[-1] / self.floors[_FIRST]

    @property
    def block_growth(self) -> float:
        """The last count of small objects by the first one after the warm-up."""
        return self.blocks[-1] / self.blocks[_FIRST]

    @property
    def problem(self) -> str:
        """Say what grew; empty where nothing did."""
        if self.resident_growth > MOST_RESIDENT:
            return f"memory grew beyond {MOST_RESIDENT}"
        return f"objects grew beyond {MOST_BLOCKS}" if self.block_growth > MOST_BLOCKS else ""

    def __str__(self) -> str:
        """Write the curve: what rises once and stays is no leak, what rises in each part is."""
        floors = " ".join(f"{floor / self.floors[_FIRST]:.3f}" for floor in self.floors)
        blocks = " ".join(f"{count / self.blocks[_FIRST]:.4f}" for count in self.blocks)
        return f"floor of memory by tenths {floors}\nobjects by tenths {blocks}"


def _resident() -> int:
    """Return resident memory in pages (proc(5), statm)."""
    return int(Path("/proc/self/statm").read_text().split()[1])
