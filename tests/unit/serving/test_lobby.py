# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Room for those who have not shown who they are."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from serving.lobby import Lobby

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pairs() -> Iterator[list[Pair]]:
    """Connections, each with the end of its client."""
    with ExitStack() as stack:
        made = [socket.socketpair() for _ in range(3)]
        for pair in made:
            for end in pair:
                end.setblocking(False)
                stack.enter_context(end)
        yield made


def is_hung_up_on(client: socket.socket) -> bool:
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False


def test_the_oldest_makes_room_for_the_newest(pairs: list[Pair]) -> None:
    lobby = Lobby(2)
    for connection, _ in pairs:
        lobby.enter(connection)
    assert [is_hung_up_on(client) for _, client in pairs] == [True, False, False]


def test_who_has_left_makes_no_room_and_needs_none(pairs: list[Pair]) -> None:
    lobby = Lobby(2)
    lobby.enter(pairs[0][0])
    lobby.leave(pairs[0][0])
    for connection, _ in pairs[1:]:
        lobby.enter(connection)
    lobby.leave(pairs[0][0])
    assert not any(is_hung_up_on(client) for _, client in pairs)


def test_a_connection_that_its_client_has_closed_makes_room(pairs: list[Pair]) -> None:
    lobby = Lobby(1)
    lobby.enter(pairs[0][0])
    for end in pairs[0]:
        end.close()
    lobby.enter(pairs[1][0])
    assert not is_hung_up_on(pairs[1][1])
