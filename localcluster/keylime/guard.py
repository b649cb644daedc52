# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Run a program so that nothing which it started outlives whoever started us.

Keylime's servers fork workers, which the kernel does not end with their parent: when that was
killed they would go on, with the port. So this program stands above them in a process group of its
own and kills the whole group when the one above it dies (prctl(2), PR_SET_PDEATHSIG). Run by
path, with the standard library alone.
"""

import ctypes
import os
import signal
import subprocess
import sys
from types import FrameType

_PR_SET_PDEATHSIG = 1
_PARENT_DIED = signal.SIGUSR1


def main() -> int:
    """Run the program that the arguments name; return its exit code."""
    parent = os.getppid()
    signal.signal(_PARENT_DIED, _kill_group)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _PARENT_DIED)
    if os.getppid() != parent:  # it died before we asked
        return 1
    # The group gets these as a whole: Keylime ends in order, and we with it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    with subprocess.Popen(sys.argv[1:], preexec_fn=_heed_signals) as child:
        return child.wait()


def _kill_group(number: int, frame: FrameType | None) -> None:
    os.killpg(0, signal.SIGKILL)


def _heed_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
