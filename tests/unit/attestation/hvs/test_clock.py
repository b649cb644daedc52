# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The clock of HVS against ours."""

from datetime import datetime, timedelta

import pytest

from attestation.errors import AnswerError
from attestation.hvs.clock import check_clock
from tests.unit.attestation.hvs.builders import NOON

SECOND = timedelta(seconds=1)


def check(served_at: datetime) -> None:
    check_clock(served_at, asked_at=NOON, received_at=NOON + 3 * SECOND, source="hvs.example")


@pytest.mark.parametrize("seconds", [-6, -1, 0, 3, 8])
def test_a_small_difference_is_allowed_for(seconds: int) -> None:
    check(NOON + seconds * SECOND)


@pytest.mark.parametrize("seconds", [-3600, -7, 9, 3600])
def test_an_old_answer_and_a_wrong_clock_are_refused(seconds: int) -> None:
    with pytest.raises(AnswerError, match=r"hvs.example says .* synchronise the clocks"):
        check(NOON + seconds * SECOND)
