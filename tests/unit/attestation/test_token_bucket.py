# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A burst, and then no more than comes back."""

from attestation.token_bucket import TokenBucket


class Seconds:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def test_a_burst_is_taken_at_once_and_comes_back_by_and_by() -> None:
    clock = Seconds()
    bucket = TokenBucket(rate=10, burst=3, clock=clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.now += 0.05
    assert not bucket.take(), "half a token is none"
    clock.now += 0.06
    assert [bucket.take() for _ in range(2)] == [True, False]


def test_a_long_rest_gives_no_more_than_a_burst() -> None:
    clock = Seconds()
    bucket = TokenBucket(rate=10, burst=2, clock=clock)
    clock.now += 3600
    assert [bucket.take() for _ in range(3)] == [True, True, False]


def test_over_any_time_no_more_than_rate_and_burst_is_taken() -> None:
    clock = Seconds()
    bucket = TokenBucket(rate=100, burst=100, clock=clock)
    taken = 0
    for _ in range(10_000):
        clock.now += 0.001
        taken += bucket.take()
    assert 1_090 <= taken <= 1_100
