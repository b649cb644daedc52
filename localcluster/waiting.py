# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting for a cluster to get somewhere, with a sentence when it does not."""

import time
from collections.abc import Callable
from typing import TypeVar

from localcluster.errors import LocalClusterError

T = TypeVar("T")
LONGEST = 90.0
"""Seconds: nearly all takes one or two, on a machine that is busy many more."""
_PAUSE = 0.1


def wait_for(ask: Callable[[], T], *, seconds: float = LONGEST, what: str) -> T:
    """Ask again and again until the answer is true, and return it.

    Raises:
        LocalClusterError: It was not within the time.
    """
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise LocalClusterError(f"waited {seconds:.0f} s in vain: {what}")
        time.sleep(_PAUSE)
