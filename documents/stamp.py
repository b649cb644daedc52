# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What tells one content of a file from another, without reading it."""

import os
from pathlib import Path

Stamp = tuple[int, int, int]
"""Modification time in nanoseconds, size in bytes, inode."""


def stamp_of(path: Path) -> Stamp:
    """Return the stamp of the file that a path leads to: mounted Secrets are renewed by a link.

    Raises:
        OSError: There is none, or it cannot be looked at.
    """
    return stamp_of_stat(os.stat(path))  # noqa: PTH116  pathlib's own is slower, on hot paths


def stamp_of_stat(found: os.stat_result) -> Stamp:
    """Return the stamp of a file that was looked at already."""
    return (found.st_mtime_ns, found.st_size, found.st_ino)
