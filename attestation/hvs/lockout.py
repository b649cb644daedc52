# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""When AAS may be asked for a token again.

AAS locks a user out for 15 minutes after 5 failures in 5 minutes (isecl.md §5), also for everybody
else who uses this user. So a password that was refused once is not tried again until that time has
passed or the files hold another one, and an answer 429 stops everything until its Retry-After.
Several processes that all try one wrong password lock the user out together. Without a Retry-After
nobody knows how much of the lock-out is left, and a question within it counts as no failure: so it
is asked again soon, and a password that was mended works soon after AAS lets the user in again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from attestation.hvs.credentials import Credentials

LOCKED_OUT = timedelta(minutes=15)
ASKED_AGAIN = timedelta(minutes=2)
"""After an answer 429 that does not say when."""
_LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lockout:
    """Nobody asks until then.

    Attributes:
        until: Instant of our own monotonic clock, seconds.
        told_until: The same for people.
        refused: The credentials that were refused; None where no others would help.
    """

    until: float
    told_until: datetime
    refused: Credentials | None = None

    def holds(self, credentials: Credentials, *, clock: float) -> bool:
        """Tell whether these credentials must not be tried now."""
        return clock < self.until and self.refused in (None, credentials)


def retry_after(text: str) -> timedelta:
    """Read a Retry-After in seconds (RFC 9110 §10.2.3); 2 minutes where there is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        return ASKED_AGAIN
    return min(max(timedelta(seconds=int(text)), timedelta(seconds=1)), _LONGEST)
