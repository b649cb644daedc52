# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tells each step: what happens, what was expected, what Kubernetes said."""

import re
import shlex
import sys
import textwrap
import time
from collections.abc import Callable, Sequence

from localcluster.errors import LocalClusterError

_SPACES = re.compile(r"[ \t]+")


class Narrator:
    """Prints steps and counts those that differ from what was expected."""

    def __init__(self) -> None:
        self._number = 0
        self._started = time.monotonic()
        self.differing: list[str] = []

    def note(self, text: str) -> None:
        """Say what is going on meanwhile."""
        print(f"== {text} ({time.monotonic() - self._started:.0f} s)", flush=True)

    def step(
        self,
        happens: str,
        expected: str,
        ask: Callable[[], str],
        *wanted: str,
        command: Sequence[str] = (),
        not_wanted: str = "",
    ) -> str:
        """Run one step and tell it.

        Args:
            happens: What is done.
            expected: What should come of it.
            ask: Does it and returns what Kubernetes said.
            wanted: All of these must stand in the answer, however wide its columns are.
            command: What kubectl is asked, to be shown; empty where the step is not its.
            not_wanted: This must not.
        """
        self._number += 1
        print(f"\n{self._number}. {happens}", flush=True)
        if command:
            print(f"   $ {shlex.join(['kubectl', *command])}", flush=True)
        print(f"   expected:   {expected}", flush=True)
        said, difference = self._ask(ask, wanted, not_wanted)
        shown = textwrap.indent(said or "(nothing)", " " * 15).strip()
        print(f"   Kubernetes: {shown}")
        print(f"   {'DIFFERS: ' + difference if difference else 'ok'}", flush=True)
        if difference:
            self.differing.append(happens)
        return said

    def _ask(
        self, ask: Callable[[], str], wanted: tuple[str, ...], not_wanted: str
    ) -> tuple[str, str]:
        """Return what was said, and how it differs; a wait in vain is a difference like others."""
        try:
            said = ask()
        except LocalClusterError as exc:
            return "", str(exc)
        plain = _SPACES.sub(" ", said)
        missing = [each for each in wanted if each not in plain]
        if missing:
            return said, f"looked in vain for {', '.join(map(repr, missing))}"
        if not_wanted and not_wanted in plain:
            return said, f"{not_wanted!r} should not be there"
        return said, ""

    def close(self) -> int:
        """Sum up and return the exit code."""
        elapsed = time.monotonic() - self._started
        print(f"\n{self._number} steps, {len(self.differing)} differing, {elapsed:.0f} s")
        for happens in self.differing:
            print(f"  differs: {happens}", file=sys.stderr)
        return 1 if self.differing else 0
