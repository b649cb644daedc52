# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Texts below each other in columns."""

from collections.abc import Iterator, Sequence


def in_columns(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines, each column as wide as its longest text; the last one is never cut.

    Args:
        lines: The head first; all of them equally long.
    """
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)][:-1]
    for line in lines:
        padded = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        yield "  ".join([*padded, line[-1]]).rstrip()
