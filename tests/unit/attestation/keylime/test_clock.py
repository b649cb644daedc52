# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The verifier's clock against ours."""

from datetime import timedelta

import pytest

from attestation.errors import AnswerError
from attestation.keylime.clock import Clock, compare
from tests.unit.trust.builders import NOON

SECOND = timedelta(seconds=1)


def test_an_instant_is_the_same_at_every_poll_while_the_clocks_go_alike() -> None:
    first = compare(None, served_at=NOON, received_at=NOON + 0.4 * SECOND)
    second = compare(first, served_at=NOON + 5 * SECOND, received_at=NOON + 6.1 * SECOND)
    assert second is first
    stepped = compare(first, served_at=NOON + 5 * SECOND, received_at=NOON + 8 * SECOND)
    assert stepped == Clock(-3 * SECOND)


def test_an_instant_is_told_early_rather_than_late() -> None:
    clock = compare(None, served_at=NOON, received_at=NOON + 0.4 * SECOND)
    for late in (0.0, 0.999):  # how far the verifier's clock was beyond its whole second
        true = NOON + 0.4 * SECOND - late * SECOND
        assert clock.ours(int(NOON.timestamp())) <= true


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_wrong_by_an_hour_is_refused(hours: int) -> None:
    with pytest.raises(AnswerError, match="synchronise the clocks"):
        compare(None, served_at=NOON + timedelta(hours=hours), received_at=NOON)


def test_an_answer_that_is_sent_again_is_refused_after_seconds() -> None:
    clock = compare(None, served_at=NOON, received_at=NOON)
    for seconds in range(7):
        clock = compare(clock, served_at=NOON, received_at=NOON + seconds * SECOND)
    with pytest.raises(AnswerError, match="an old answer is sent again"):
        compare(clock, served_at=NOON, received_at=NOON + 6.1 * SECOND)
    with pytest.raises(AnswerError):
        compare(None, served_at=NOON + 5.1 * SECOND, received_at=NOON)
