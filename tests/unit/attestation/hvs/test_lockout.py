# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""When AAS may be asked again."""

from datetime import timedelta

import pytest

from attestation.hvs.credentials import Credentials
from attestation.hvs.lockout import ASKED_AGAIN, Lockout, retry_after
from tests.unit.attestation.hvs.builders import NOON

OLD = Credentials(username="a", password="b")  # noqa: S106
NEW = Credentials(username="a", password="c")  # noqa: S106


def test_a_refused_password_waits_and_another_one_does_not() -> None:
    lockout = Lockout(until=100, told_until=NOON, refused=OLD)
    assert lockout.holds(OLD, clock=99)
    assert not lockout.holds(NEW, clock=99)
    assert not lockout.holds(OLD, clock=100)


def test_a_user_who_is_locked_out_waits_whatever_the_password() -> None:
    assert Lockout(until=100, told_until=NOON).holds(NEW, clock=99)


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("120", timedelta(minutes=2)), ("0", timedelta(seconds=1)), ("", ASKED_AGAIN),
        ("99999999", timedelta(hours=1)), ("-5", ASKED_AGAIN), ("9" * 20, ASKED_AGAIN),
        ("Wed, 21 Oct 2015 07:28:00 GMT", ASKED_AGAIN),
    ],
)  # fmt: skip
def test_the_pause_is_what_aas_says_within_bounds(text: str, pause: timedelta) -> None:
    assert retry_after(text) == pause
