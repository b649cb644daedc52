# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Those who wait for live answers leave threads for everybody else."""

from contextlib import ExitStack

from webhook.seats import Seats


def test_one_source_has_an_eighth_of_the_threads_and_all_have_a_sixth() -> None:
    seats = Seats(threads=64)
    with ExitStack() as stack:
        assert [stack.enter_context(seats.taken(["one"])) for _ in range(8)] == [""] * 8
        assert stack.enter_context(seats.taken(["one"])) == "8 other bindings wait for one"
        assert [stack.enter_context(seats.taken(["two"])) for _ in range(2)] == [""] * 2
        full = stack.enter_context(seats.taken(["two"]))
        assert full == "10 other bindings wait for live answers"
    with seats.taken(["one", "two"]) as full:
        assert full == ""


def test_who_waits_for_two_sources_takes_one_thread_and_a_seat_of_each() -> None:
    seats = Seats(threads=16)
    with seats.taken(["one", "two"]), seats.taken(["two"]):
        with seats.taken(["one", "two"]) as full:
            assert full == "2 other bindings wait for two"
        with seats.taken(["one"]) as full:
            assert full == "2 other bindings wait for live answers"


def test_the_smallest_server_has_a_seat() -> None:
    with Seats(threads=1).taken(["one"]) as full:
        assert full == ""
