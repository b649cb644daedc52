# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a run keeps anything, apart from what the allocator keeps for the next large body.

A body of 4 MB, of which there are some in ten thousand, is read into more than 10 MB. The C library
gives these back at once, some bodies later or, with one small object behind them, never: one look
at resident memory meets any of these. So what is free is given back before each look.
"""

import ctypes
import gc
import sys
from dataclasses import dataclass, field
from pathlib import Path

_PARTS = 10
_FIRST = 1
"""The part after which nothing may grow: what is made once, however rarely it is needed, is made
before."""
_MOST_RESIDENT = 1.1
_MOST_BLOCKS = 1.01
"""Counted exactly, so that one small object for fifty bodies is too many."""


@dataclass
class Memory:
    """What a run of ``count`` bodies holds after each of its parts.

    Attributes:
        count: Bodies.
        resident: Resident memory in pages.
        blocks: Small objects of Python.
    """

    count: int
    resident: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)

    def note(self, index: int) -> None:
        """Look at it after the last body of a part."""
        while len(self.blocks) < (index + 1) * _PARTS // self.count:
            gc.collect()
            ctypes.CDLL(None).malloc_trim(0)
            self.blocks.append(sys.getallocatedblocks())
            self.resident.append(_resident())

    @property
    def problem(self) -> str:
        """Say what grew; empty where nothing did."""
        if self.resident[-1] > _MOST_RESIDENT * self.resident[_FIRST]:
            return f"memory grew beyond {_MOST_RESIDENT} of what it was after a fifth"
        if self.blocks[-1] > _MOST_BLOCKS * self.blocks[_FIRST]:
            return f"objects grew beyond {_MOST_BLOCKS} of what there were after a fifth"
        return ""

    def __str__(self) -> str:
        """Write both curves: what rises once and stays is no leak, what rises in each part is."""
        resident = " ".join(f"{each / self.resident[_FIRST]:.3f}" for each in self.resident)
        blocks = " ".join(f"{each / self.blocks[_FIRST]:.4f}" for each in self.blocks)
        return f"memory by tenths  {resident}\nobjects by tenths {blocks}"


def _resident() -> int:
    """Return resident memory in pages (proc(5), statm)."""
    return int(Path("/proc/self/statm").read_text().split()[1])
