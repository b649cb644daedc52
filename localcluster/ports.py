# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Free ports of the loopback interface, all found before anything starts."""

import errno
import socket
from contextlib import ExitStack
from dataclasses import dataclass, fields

from localcluster.errors import LocalClusterError

HOST = "127.0.0.1"


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
    registry: int
    private_registry: int
    spare: int


def free_ports(*, api: int = 0) -> Ports:
    """Find free ports; all are held at once, so that no two are the same.

    Args:
        api: A port that the API server must have; 0 for any.

    Raises:
        LocalClusterError: The given port is taken, or not for this user.
    """
    with ExitStack() as stack:
        found = {
            field.name: hold_port(stack, api if field.name == "api" else 0)
            for field in fields(Ports)
        }
    return Ports(**found)


def hold_port(stack: ExitStack, port: int) -> int:
    """Hold a port, 0 for any free one, until the stack is left; return its number.

    Raises:
        LocalClusterError: The port is taken, or not for this user.
    """
    listener = stack.enter_context(socket.socket())
    try:
        listener.bind((HOST, port))
    except OSError as exc:
        reason = "is taken" if exc.errno == errno.EADDRINUSE else f"cannot be used ({exc.strerror})"
        raise LocalClusterError(
            f"port {port} of {HOST} {reason}: stop what listens there, or choose another with "
            "--api-port"
        ) from exc
    return int(listener.getsockname()[1])
