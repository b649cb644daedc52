# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The clock of HVS against ours: every answer must have been given while we were asking.

So an old answer cannot be sent again, and no instant of HVS is read by a clock that is wrong.
"""

from datetime import datetime, timedelta

from attestation.errors import AnswerError
from trust.rules.freshness import CLOCK_SKEW
from trust.times import clock_text

_GRAIN = timedelta(seconds=1)
"""A Date has whole seconds (RFC 9110 §6.6.1)."""


def check_clock(
    served_at: datetime, *, asked_at: datetime, received_at: datetime, source: str
) -> None:
    """Compare the Date of an answer with our clock.

    Args:
        served_at: The Date.
        asked_at: When the question left us.
        received_at: When the answer was complete.
        source: Who answered, for messages.

    Raises:
        AnswerError: It was not given in between, allowing for a small difference of clocks.
    """
    if not asked_at - CLOCK_SKEW - _GRAIN <= served_at <= received_at + CLOCK_SKEW:
        raise AnswerError(
            f"the clock of {source} says {clock_text(served_at)}, and ours "
            f"{clock_text(received_at)}: an old answer is sent again, or a clock is wrong; "
            "synchronise the clocks"
        )
