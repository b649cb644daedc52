# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where things are kept: programs in the user's cache folder, each run in a folder of its own."""

import os
import shutil
import tempfile
from pathlib import Path

from localcluster.errors import LocalClusterError

KEPT_RUNS = 5
"""Folders of earlier runs that stay, for their logs."""
LOGS = "logs"
"""Folder of the logs in that of a run."""


def cache_folder() -> Path:
    """Return the project's cache folder (XDG Base Directory Specification: no relative paths).

    Raises:
        LocalClusterError: The user has no home folder, and names no other.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if base.is_absolute():
        return base / "bondstone"
    try:
        return Path.home() / ".cache" / "bondstone"
    except RuntimeError as exc:
        raise LocalClusterError(
            "you have no home folder: set XDG_CACHE_HOME to a folder of yours"
        ) from exc


def make_folder(folder: Path) -> Path:
    """Make a folder in the cache folder where it is absent, and return it.

    Raises:
        LocalClusterError: It cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise _unwritable(folder) from exc
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise _unwritable(folder)
    return folder


def new_run_folder() -> Path:
    """Make the folder of a run, and drop the oldest ones that nobody uses any more.

    Raises:
        LocalClusterError: It cannot be made.
    """
    runs = make_folder(cache_folder() / "runs")
    earlier = sorted(
        (run for run in runs.iterdir() if not _in_use(run)), key=lambda run: run.stat().st_mtime
    )
    for run in earlier[:-KEPT_RUNS]:
        shutil.rmtree(run, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=runs))


def _unwritable(folder: Path) -> LocalClusterError:
    return LocalClusterError(f"{folder} cannot be written: set XDG_CACHE_HOME to a folder of yours")


def keep_logs(run: Path) -> None:
    """Drop private keys, etcd's data and all else of a run that ended well, but its logs."""
    (run / LOGS).mkdir(exist_ok=True)
    for log in run.glob("*/*.log"):
        log.replace(run / LOGS / log.name)
    for path in run.iterdir():
        if path.is_dir() and not path.is_symlink():
            if path.name != LOGS:
                shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _in_use(run: Path) -> bool:
    pid = run.name.partition("-")[0]
    return pid.isdigit() and Path(f"/proc/{pid}").exists()
