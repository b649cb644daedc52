# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The one cluster for hands: which process runs it, and where its kubeconfig is.

The process that starts or runs it holds a lock (flock(2)), which the kernel drops with the process:
two that start at once are not both let in, and one that was killed leaves nothing to clear away.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from localcluster.errors import LocalClusterError
from localcluster.folders import cache_folder, make_folder

COMMAND = ".venv/bin/python -m localcluster"
"""As people type it in the project's folder."""
_TRIES = 10


def state_folder() -> Path:
    """Return where lock, log and kubeconfig are."""
    return cache_folder() / "local"


def kubeconfig() -> Path:
    """Return the link to the kubeconfig of the cluster that is up; absent while none is."""
    return state_folder() / "kubeconfig"


@contextmanager
def held(inherited: int | None = None) -> Iterator[int]:
    """Be the one process that starts or runs the cluster, and yield the lock's descriptor.

    Args:
        inherited: Descriptor of a lock that our parent holds already.

    Raises:
        LocalClusterError: Another process is, or the folder cannot be written.
    """
    folder = make_folder(state_folder())
    if inherited is None:
        inherited = _locked(os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600))
    try:
        os.ftruncate(inherited, 0)
        os.pwrite(inherited, str(os.getpid()).encode(), 0)
        kubeconfig().unlink(missing_ok=True)
        yield inherited
    finally:
        os.close(inherited)


def holder() -> int | None:
    """Return the process that starts or runs the cluster, None where there is none."""
    try:
        with (state_folder() / "lock").open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read() or 0) or None
    except (OSError, ValueError):
        pass
    return None


def _locked(descriptor: int) -> int:
    """Take the lock; whoever only asks for the holder has it for a moment, so try again."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02)
        else:
            return descriptor
    os.close(descriptor)
    raise LocalClusterError(f"one is running or starting already: {COMMAND} down stops it")
