# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""No registry, and not all of them together, have every thread."""

from contextlib import ExitStack

import pytest

from images.errors import ImageUnavailableError
from images.waiting_room import WaitingRoom


def take(room: WaitingRoom, group: str, number: int, into: ExitStack) -> None:
    for _ in range(number):
        into.enter_context(room.seat(group, group=group))


def test_one_registry_has_half_of_the_threads_and_all_have_three_quarters() -> None:
    room = WaitingRoom(threads=8)
    with ExitStack() as seats:
        take(room, "slow.example", 4, seats)
        with pytest.raises(ImageUnavailableError) as caught:
            take(room, "slow.example", 1, seats)
        assert str(caught.value) == (
            "registry slow.example is not asked now: 4 other questions wait for it or for what "
            "shares its places, 4 for all registries"
        )
        take(room, "other.example", 2, seats)
        with pytest.raises(
            ImageUnavailableError, match=r"third\.example is not asked now: 0 other"
        ):
            take(room, "third.example", 1, seats)
    with ExitStack() as seats:
        take(room, "slow.example", 4, seats)


def test_a_seat_is_given_back_whatever_happens() -> None:
    room = WaitingRoom(threads=1)
    for _ in range(3):
        with pytest.raises(KeyError), room.seat("r.example", group="r.example"):
            raise KeyError


def test_registries_that_share_places_share_seats() -> None:
    room = WaitingRoom(threads=4)
    with ExitStack() as seats:
        for name in ("a.example", "b.example"):
            seats.enter_context(room.seat(name, group="*"))
        with pytest.raises(ImageUnavailableError, match=r"c\.example"):
            seats.enter_context(room.seat("c.example", group="*"))
