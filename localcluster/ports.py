# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Ports of the loopback interface, reserved before anything starts and until everything has ended.

A port that was found free does not stay so: the kernel gives it to the next connection out, and a
second cluster on this machine finds it too. So they are taken from below the range of connections
out (ip(7), ``ip_local_port_range``), in blocks of which a process holds the first port, bound and
never listened on: so every user and every cache folder of the machine sees that it is taken.
"""

import errno
import os
import socket
from contextlib import ExitStack
from dataclasses import dataclass, fields

from localcluster.errors import LocalClusterError

HOST = "127.0.0.1"
BLOCKS = range(12_000, 32_000, 20)
"""First ports of the blocks: above what daemons usually have, below connections out on Linux."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """A TCP port for everything that listens."""

    etcd: int
    etcd_peer: int
    api: int
    controllers: int
    scheduler: int
    bondstone_scheduler: int
    webhook: int
    webhook_health: int
    extender: int
    extender_health: int
    hub_health: int
    hub_hints: int
    issuer_health: int
    registry: int
    private_registry: int
    spare: int


def reserve_ports(stack: ExitStack, *, api: int = 0) -> Ports:
    """Reserve ports that nobody has; no other cluster gets them until the stack is left.

    Args:
        stack: What ends the reservation.
        api: A port that the API server must have; 0 for any.

    Raises:
        LocalClusterError: The given port is taken, or not for this user; or no block is free.
    """
    if api:
        _require_free(api)
    names = [field.name for field in fields(Ports)]
    found = dict(zip(names, reserve_block(stack), strict=False))
    return Ports(**{**found, "api": api or found["api"]})


def reserve_block(stack: ExitStack) -> range:
    """Reserve a block of ports in a row that nobody has, until the stack is left.

    Raises:
        LocalClusterError: None is free.
    """
    # Each process begins elsewhere: one that has just ended may have left ports in TIME_WAIT.
    begin = os.getpid() % len(BLOCKS)
    for first in (*BLOCKS[begin:], *BLOCKS[:begin]):
        block = range(first + 1, first + BLOCKS.step)
        with ExitStack() as attempt:
            if _hold(attempt, first) and all(map(_is_free, block)):
                stack.push(attempt.pop_all())
                return block
    raise LocalClusterError(
        f"no {BLOCKS.step} free ports in a row from {BLOCKS.start} to {BLOCKS.stop} of {HOST}: "
        "stop what listens there"
    )


def _hold(stack: ExitStack, port: int) -> bool:
    try:
        stack.enter_context(_bound(port))
    except OSError:
        return False
    return True


def _is_free(port: int) -> bool:
    with ExitStack() as stack:
        return _hold(stack, port)


def _require_free(port: int) -> None:
    try:
        _bound(port).close()
    except OSError as exc:
        reason = "is taken" if exc.errno == errno.EADDRINUSE else f"cannot be used ({exc.strerror})"
        raise LocalClusterError(
            f"port {port} of {HOST} {reason}: stop what listens there, or choose another with "
            "--api-port"
        ) from exc


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    try:
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        raise
    return bound
