# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the verifier says of an agent, and waiting for it to say something else."""

import time
from collections.abc import Callable
from typing import Any

from localcluster.errors import LocalClusterError

Status = dict[str, Any]
"""``results`` of ``GET /agents/{id}``, as Keylime sends it."""
NEVER: Status = {"attestation_count": 0}
"""Of an agent that is not enrolled."""
ACTIVE = (3, 5)
"""States (keylime.common.states) in which the verifier asks a machine again and again.

GET_QUOTE, and PROVIDE_V for a moment after the first quote.
"""
FAILED = 7
"""The agent was not reachable as often as the verifier tries."""
INVALID_QUOTE = 9
"""Its quote was refused."""
_TOLD = ("operational_state", "last_event_id", "attestation_count")
_PAUSE = 0.05


def wait_for_status(
    ask: Callable[[], Status | None],
    found: Callable[[Status], bool],
    *,
    seconds: float,
    what: str,
) -> Status:
    """Ask until the status is found, and return it.

    Raises:
        LocalClusterError: It was not within the time; the text says what it was in the end.
    """
    end = time.monotonic() + seconds
    while True:
        status = ask()
        if status is not None and found(status):
            return status
        if time.monotonic() > end:
            told = {name: status.get(name) for name in _TOLD} if status else "it is not enrolled"
            raise LocalClusterError(f"waited {seconds:.0f} s in vain: {what}; {told}")
        time.sleep(_PAUSE)
