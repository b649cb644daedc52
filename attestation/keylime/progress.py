# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether an agent is still being attested: the count of good quotes must go on rising.

An instant that moves on alone proves nothing, nor does one that stands still behind a state of
PASS (keylime.md 1.4).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from attestation.keylime.status import AgentStatus

_PERIODS = 2
_SLACK = timedelta(seconds=2)
"""For the whole seconds of both clocks, and for a quote that takes its time."""
_LEAST = timedelta(seconds=5)
"""A period below a second is told as none at all."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The last rise of an agent's count.

    Attributes:
        count: Of good quotes.
        since: ``Date`` of the answer that first told of it.
    """

    count: int
    since: datetime


def advance(old: Progress | None, status: AgentStatus, *, served_at: datetime) -> Progress:
    """Return the Progress after one more answer; an agent that was enrolled anew begins anew."""
    if old is not None and old.count == status.count:
        return old
    return Progress(status.count, served_at)


def stalled(
    progress: Progress, status: AgentStatus, *, served_at: datetime, limit: timedelta
) -> bool:
    """Tell whether the count has stood still for two periods.

    Args:
        progress: After this answer.
        status: In it.
        served_at: Its ``Date``.
        limit: Taken where the verifier does not tell its period.
    """
    patience = limit
    if status.period is not None:
        patience = max(_LEAST, _PERIODS * status.period + _SLACK)
    return served_at - progress.since > patience
