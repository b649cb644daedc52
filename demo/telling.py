# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A story from the start of its world to the exit code."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from demo.narrator import Narrator
from localcluster.errors import LocalClusterError
from localcluster.stage import Stage

World = TypeVar("World", bound=Stage)
_INTERRUPTED = 130
"""128 + SIGINT, as shells say it."""


def tell(
    starting: str,
    world: AbstractContextManager[World],
    show: Callable[[World, Narrator], None],
    *,
    next_steps: str,
) -> int:
    """Tell a story; 0 when all went as expected, 1 when a step differs, 2 when it cannot be run.

    Args:
        starting: What is started, for people.
        world: Starts it.
        show: Tells every step.
        next_steps: What to try afterwards.
    """
    narrator = Narrator()
    narrator.note(f"starting {starting}")
    try:
        with world as started:
            logs = started.cluster.folder / "logs"
            narrator.note(f"running; logs are in {logs}")
            show(started, narrator)
    except LocalClusterError as exc:
        print(f"demo: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("demo: interrupted, everything is stopped", file=sys.stderr)
        return _INTERRUPTED
    code = narrator.close()
    print(f"\nlogs: {logs}\n{next_steps}")
    return code
