# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What to ask a verifier for next: all agents at once, or some of them alone.

The list of all costs a verifier 0.4 ms an agent, during which one of its workers attests nobody;
one agent costs 3 ms (keylime.md 1.8).
"""

from collections.abc import Mapping, Set
from datetime import datetime, timedelta

from trust.report import Report

LARGE = 1000
"""Agents from which on the list is asked for less often."""
MOST_PAUSE = timedelta(seconds=10)
"""Between two lists of a large fleet: 5,000 agents hold one of a verifier's workers for 2 s, for
each of our processes."""
MOST_SINGLE = 16
"""Agents asked for alone after a list, because of what it says of them."""
MOST_BETWEEN = 100
"""Agents asked for alone between two lists of a large fleet."""
_SOON = timedelta(seconds=10)


def wants_list(count: int, *, since_last: float, pause: timedelta) -> bool:
    """Tell whether to ask for all agents.

    Args:
        count: Of agents in the last list.
        since_last: Seconds since it came; infinite where there was none.
        pause: Between two lists of a large fleet.
    """
    return count <= LARGE or since_last >= pause.total_seconds()


def lost(old: Mapping[str, Report], listed: Set[str]) -> list[str]:
    """Return agents that the list lacks and that were there before."""
    return sorted(old.keys() - listed)[:MOST_SINGLE]


def doubtful(old: Mapping[str, Report], new: Mapping[str, Report]) -> list[str]:
    """Return agents that were trusted and that the list only doubts: it may be older than they."""
    found = [
        agent_id
        for agent_id, report in new.items()
        if report.doubt and agent_id in old and old[agent_id].trusted
    ]
    return sorted(found)[:MOST_SINGLE]


def expiring(reports: Mapping[str, Report], *, now: datetime) -> list[str]:
    """Return agents whose trust ends soon, and at least the first; the first to end first."""
    ends = sorted((each.expires_at, key) for key, each in reports.items() if each.trusted)
    soon = [key for ends_at, key in ends if ends_at - now < _SOON]
    return soon[:MOST_BETWEEN] or [key for _, key in ends[:1]]
