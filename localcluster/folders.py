# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where things are kept: programs in the user's cache folder, each run in a folder of its own."""

import os
import shutil
import tempfile
from pathlib import Path

KEPT_RUNS = 5
"""Folders of earlier runs that stay, for their logs."""


def cache_folder() -> Path:
    """Return the project's cache folder (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "bondstone"


def new_run_folder() -> Path:
    """Make the folder of a run, and drop the oldest ones that nobody uses any more."""
    runs = cache_folder() / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    earlier = sorted(
        (run for run in runs.iterdir() if not _in_use(run)), key=lambda run: run.stat().st_mtime
    )
    for run in earlier[:-KEPT_RUNS]:
        shutil.rmtree(run, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=runs))


def _in_use(run: Path) -> bool:
    pid = run.name.partition("-")[0]
    return pid.isdigit() and Path(f"/proc/{pid}").exists()
