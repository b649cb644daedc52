# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The verifier's clock against ours, so that its instants can be told in our time.

``Date`` has whole seconds. The difference is kept while it stays the same but for that and for the
way of an answer: an instant of the verifier is the same instant of ours at every poll.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from attestation.errors import AnswerError
from trust.rules.freshness import CLOCK_SKEW
from trust.times import clock_text

GRAIN = timedelta(seconds=1)
_SAME = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Clock:
    """How far the verifier's clock is ahead of ours, at least.

    Attributes:
        ahead: Of its ``Date``, which is behind its clock by a second at most.
    """

    ahead: timedelta

    def ours(self, seconds: int) -> datetime:
        """Return when something was by our clock, a second early rather than late.

        Args:
            seconds: Since 1970, by the verifier's clock.
        """
        return datetime.fromtimestamp(seconds, UTC) - self.ahead - GRAIN


def compare(old: Clock | None, *, served_at: datetime, received_at: datetime) -> Clock:
    """Return the Clock after one more answer.

    Args:
        old: After the one before.
        served_at: ``Date`` of the answer.
        received_at: When it came, by our clock.

    Raises:
        AnswerError: The clocks differ too much to tell how old anything is; or an old answer is
            sent again.
    """
    ahead = served_at - received_at
    if not -CLOCK_SKEW - GRAIN <= ahead <= CLOCK_SKEW:
        raise AnswerError(
            f"its clock says {clock_text(served_at)}, and ours {clock_text(received_at)}: an old "
            "answer is sent again, or a clock is wrong; synchronise the clocks"
        )
    if old is not None and abs(ahead - old.ahead) < _SAME:
        return old
    return Clock(ahead)
