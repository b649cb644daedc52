# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A client that costs little: one TLS connection, prepared requests, hardly any parsing."""

import socket
import ssl
import time
from pathlib import Path

from localcluster.errors import LocalClusterError
from localcluster.ports import HOST

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Caller:
    """Sends one request again and again, or one after the other.

    Args:
        port: Of the server.
        path: Route.
        body: JSON, of what is sent again.
        pki: Folder of certificates.
        client: Name of the client certificate's files.
    """

    def __init__(self, port: int, path: str, body: bytes, *, pki: Path, client: str) -> None:
        context = ssl.create_default_context(cafile=pki / "ca.crt")
        context.load_cert_chain(pki / f"{client}.crt", pki / f"{client}.key")
        plain = socket.create_connection((HOST, port), timeout=30)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = context.wrap_socket(plain, server_hostname=HOST)
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        ).encode()
        self._request = self._prepare(body)

    def call(self) -> float:
        """Send the request once and return the milliseconds until its answer was there."""
        started = time.perf_counter()
        self.answer()
        return (time.perf_counter() - started) * 1000

    def answer(self, body: bytes | None = None) -> bytes:
        """Send the request once, or another one, and return the body of its answer.

        Raises:
            LocalClusterError: The answer is not 200.
        """
        self._socket.sendall(self._request if body is None else self._prepare(body))
        received = bytearray()
        while _END not in received:
            received += self._receive()
        head, _, body = bytes(received).partition(_END)
        if b" 200 " not in head.splitlines()[0]:
            raise LocalClusterError(f"the server answered {head[:200]!r}")
        parts, size = [body], len(body)
        length = _length(head)
        while size < length:
            parts.append(self._receive())
            size += len(parts[-1])
        return b"".join(parts)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _prepare(self, body: bytes) -> bytes:
        return b"%bContent-Length: %d\r\n\r\n%b" % (self._head, len(body), body)

    def _receive(self) -> bytes:
        piece = self._socket.recv(262144)
        if not piece:
            raise LocalClusterError("the server closed the connection")
        return piece


def _length(head: bytes) -> int:
    for line in head.lower().splitlines():
        if line.startswith(_LENGTH):
            return int(line.removeprefix(_LENGTH))
    raise LocalClusterError("the answer has no length")
