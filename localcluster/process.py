# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Child processes that cannot outlive us: not Ctrl-C, not a failed start, not ``kill -9``.

Each child asks the kernel for SIGKILL when its parent dies (prctl(2), PR_SET_PDEATHSIG). That is
tied to the thread that started it, so only the main thread may start one.
"""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from localcluster.errors import LocalClusterError

_PR_SET_PDEATHSIG = 1
_GRACE = 10.0
"""Seconds between SIGTERM and SIGKILL."""
_LAST_LINES = 15


class Process:
    """One running program and its log.

    Args:
        name: For people, and the log's name.
        command: Program and arguments.
        log: Where both its outputs go.
        environment: Added to ours.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise LocalClusterError(f"{name} must be started from the main thread")
        self.name = name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._child = self._start(command, output, environment or {})

    def _start(
        self, command: Sequence[str], output: IO[bytes], environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
                start_new_session=True,
                preexec_fn=_die_with(os.getpid()),
            )
        except OSError as exc:
            raise LocalClusterError(
                f"{self.name}: cannot run {command[0]}: {exc.strerror}"
            ) from exc

    @property
    def pid(self) -> int:
        """Process id."""
        return self._child.pid

    @property
    def running(self) -> bool:
        """True until it has ended."""
        return self._child.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended, None while it runs."""
        return self._child.poll()

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until it is ready.

        Raises:
            LocalClusterError: It ended or was not ready in time; the text has its last lines.
        """
        end = time.monotonic() + seconds
        while not ready():
            self.require_running()
            if time.monotonic() > end:
                raise LocalClusterError(
                    f"{self.name} was not ready within {seconds:.0f} s; {self.tail()}"
                )
            time.sleep(0.05)

    def require_running(self) -> None:
        """Do nothing while it runs.

        Raises:
            LocalClusterError: It ended; the text has its last lines.
        """
        if not self.running:
            raise LocalClusterError(f"{self.name} ended with {self.exit_code}; {self.tail()}")

    def tail(self) -> str:
        """Return the log's place and its last lines."""
        lines = self.log.read_text(errors="replace").splitlines()[-_LAST_LINES:]
        return f"last lines of {self.log}:\n" + "\n".join(f"    {line[:400]}" for line in lines)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program and whatever it started."""
        if self.running:
            os.killpg(self.pid, number)

    def stop(self) -> None:
        """End it: politely, then not."""
        self.signal(signal.SIGTERM)
        try:
            self._child.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self._child.wait()

    def kill(self) -> None:
        """End it as a crash would."""
        self.signal(signal.SIGKILL)
        self._child.wait()


def _die_with(parent: int) -> Callable[[], None]:
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return prepare
