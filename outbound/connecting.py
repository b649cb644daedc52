# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""TCP connections to addresses that were resolved before."""

import socket
import time

import urllib3
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError


def connect_to(
    connection: HTTPSConnection, addresses: tuple[str, ...], *, until: float
) -> socket.socket:
    """Try one address after the other, each with its share of the time.

    Args:
        connection: Its port and options are used.
        addresses: In this order.
        until: Instant of ``time.monotonic``.

    Raises:
        NewConnectionError: None took it, or, as its kin ConnectTimeoutError, none in time.
    """
    problem: OSError | None = None
    for number, address in enumerate(addresses):
        share = (until - time.monotonic()) / (len(addresses) - number)
        if share <= 0:
            break
        try:
            return urllib3.util.connection.create_connection(
                (address, connection.port), share, socket_options=connection.socket_options
            )
        except TimeoutError:
            continue
        except OSError as exc:
            problem = exc
    if problem is None:
        raise ConnectTimeoutError(connection, "connecting to it timed out")
    raise NewConnectionError(connection, str(problem)) from problem
