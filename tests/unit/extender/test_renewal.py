# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The thread that renews: it starts, rests, stops, and tells when it is gone."""

import threading
from collections.abc import Callable
from datetime import datetime

from extender.renewal import Renewal
from tests.unit.trust.builders import NOON

SECONDS = 20


def test_it_renews_again_and_again_until_it_is_stopped() -> None:
    seen: list[datetime] = []
    often = threading.Event()

    def renew(*, now: Callable[[], datetime], rest: Callable[[], None]) -> int:
        rest()
        seen.append(now())
        if len(seen) == 3:
            often.set()
        return 0

    renewal = Renewal(renew, now=lambda: NOON)
    assert renewal.alive()
    renewal.start()
    assert often.wait(SECONDS)
    assert (renewal.alive(), renewal.problem()) == (True, None)
    renewal.stop()
    assert not renewal.alive()
    assert set(seen) == {NOON}


def test_a_stop_does_not_wait_for_the_rests_of_a_long_renewal() -> None:
    begun = threading.Event()

    def renew(*, now: Callable[[], datetime], rest: Callable[[], None]) -> int:
        del now
        begun.set()
        for _ in range(1000):
            rest()
        return 0

    renewal = Renewal(renew, now=lambda: NOON)
    renewal.start()
    assert begun.wait(SECONDS)
    renewal.stop()
    assert not renewal.alive()
