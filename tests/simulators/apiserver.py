# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An API server that a test plays: lists and watch streams of one collection, and writes, over TLS.

The caches are also run against the real kube-apiserver (tests/integration/cluster/test_real.py);
this one misbehaves on demand.
"""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
Item = dict[str, Any]
Event = dict[str, Any]


def namespace(name: str, version: int = 1, **labels: str) -> Item:
    """Return a Namespace."""
    metadata = {"name": name, "resourceVersion": str(version), "labels": labels}
    return {"kind": "Namespace", "metadata": metadata}


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One write, as it came."""

    method: str
    path: str
    query: dict[str, str]
    content_type: str
    body: Any


@dataclass
class SimulatedApiServer:
    """What it serves: pages of the list, then one stream of events for each watch.

    Attributes:
        pages: Items by page; the last one ends the list.
        later: The one page of every list after the first watch, where it differs.
        streams: For each watch in turn, what it sends before it ends; the last one stays open.
        status: Answers every request with this error instead.
        seen: Queries, in order.
        writes: What was written, in order.
    """

    pages: list[list[Item]] = field(default_factory=list)
    later: list[Item] | None = None
    streams: list[list[Event | bytes]] = field(default_factory=list)
    status: int = 0
    seen: list[dict[str, str]] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def watches(self) -> list[dict[str, str]]:
        """Return the queries that were watches."""
        return [query for query in list(self.seen) if "watch" in query]

    def answer(self, query: dict[str, str], send: Callable[[int, bytes], None]) -> None:
        """Answer one request."""
        self.seen.append(query)
        if self.status:
            send(self.status, b'{"kind": "Status", "message": "told to"}')
        elif "watch" in query:
            self._watch(send)
        else:
            pages = [self.later] if self.later is not None and self.watches() else self.pages
            page = int(query.get("continue", "0"))
            more = {"continue": str(page + 1)} if page + 1 < len(pages) else {}
            metadata = {"resourceVersion": "10", **more}
            items = pages[page] if pages else []
            send(200, json.dumps({"metadata": metadata, "items": items}).encode())

    def _watch(self, send: Callable[[int, bytes], None]) -> None:
        number = len(self.watches()) - 1
        script = self.streams[number] if number < len(self.streams) else []
        lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in script]
        send(-200, b"".join(line + b"\n" for line in lines))
        if number >= len(self.streams) - 1:
            self.closing.wait(20)


class _Exchange(BaseHTTPRequestHandler):
    """One connection."""

    server: "_Server"

    def do_GET(self) -> None:
        """Answer a list or a watch; ``-200`` leaves the length open."""
        query = parse_qs(urlsplit(self.path).query)
        simulated = self.server.simulated
        simulated.answer({name: values[0] for name, values in query.items()}, self._send)

    def do_PATCH(self) -> None:
        """Take a write down, and answer with its body."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        url = urlsplit(self.path)
        write = Write(
            method=self.command,
            path=url.path,
            query={name: values[0] for name, values in parse_qs(url.query).items()},
            content_type=self.headers["Content-Type"],
            body=json.loads(content),
        )
        self.server.simulated.writes.append(write)
        self._send(self.server.simulated.status or 200, content)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(abs(status))
        if status > 0:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    """Exchanges that know what is simulated."""

    def __init__(self, simulated: SimulatedApiServer) -> None:
        self.simulated = simulated
        super().__init__((HOST, 0), _Exchange)


@contextmanager
def apiserver_running(
    simulated: SimulatedApiServer, *, certificate: Path, key: Path
) -> Iterator[int]:
    """Serve it, and yield the port."""
    server = _Server(simulated)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        simulated.closing.set()
        server.shutdown()
        server.server_close()
