# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Service of a cluster without a network: one port of loopback, its ready replicas behind it.

What a node's proxy does, by the EndpointSlices that the real controller writes: a new connection
goes to the next ready replica, one that exists stays where it is. Where a replica refuses, so does
the Service: nobody tries another one, as no proxy of packets does.
"""

import asyncio
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from localcluster.api import Api
from localcluster.errors import LocalClusterError
from localcluster.ports import HOST

_LOOK_SECONDS = 0.2
_PIECE = 65536
_SLICES = "/apis/discovery.k8s.io/v1/namespaces/{}/endpointslices?labelSelector={}%3D{}"
_OF_SERVICE = "kubernetes.io/service-name"


@dataclass(slots=True)
class Lost:
    """What was lost with replicas, counted where it happens.

    Attributes:
        refused: New connections that no replica took.
        cut: Pieces sent to a replica that ended before it answered.
    """

    refused: int = 0
    cut: int = 0


@dataclass(slots=True)
class Service:
    """Passes connections on.

    Attributes:
        api: Where EndpointSlices are.
        namespace: Of the Service.
        name: Of the Service.
        port: Where clients come.
        places: The port of each replica by its address.
    """

    api: Api
    namespace: str
    name: str
    port: int
    places: Mapping[str, int]
    lost: Lost = field(default_factory=Lost)
    ready: list[str] = field(default_factory=list)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _turns: "count[int]" = field(default_factory=count)

    def start(self) -> None:
        """Begin to listen, and to look for replicas."""
        listening = threading.Event()
        for run in (self._look, lambda: self._loop.run_until_complete(self._serve(listening))):
            thread = threading.Thread(target=run, name=f"service {self.name}", daemon=True)
            thread.start()
            self._threads.append(thread)
        if not listening.wait(10):
            raise LocalClusterError(f"port {self.port} of the Service {self.name} cannot be used")

    def stop(self) -> None:
        """Stop, and end all connections."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(10)
        self._loop.close()

    def _look(self) -> None:
        path = _SLICES.format(self.namespace, _OF_SERVICE, self.name)
        while not self._stopped.wait(_LOOK_SECONDS):
            with suppress(LocalClusterError):  # a proxy goes on with what it knows
                slices = self.api.call("GET", path)["items"]
                found = [each for one in slices for each in one["endpoints"] or ()]
                ready = [each["addresses"] for each in found if each["conditions"]["ready"]]
                self.ready = [address for addresses in ready for address in addresses]

    async def _serve(self, listening: threading.Event) -> None:
        server = await asyncio.start_server(self._connect, HOST, self.port)
        listening.set()
        async with server:
            while not self._stopped.is_set():
                await asyncio.sleep(_LOOK_SECONDS)
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _connect(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        ready = self.ready
        try:
            if not ready:
                raise ConnectionRefusedError
            place = self.places[ready[next(self._turns) % len(ready)]]
            far, forth = await asyncio.open_connection(HOST, place)
        except OSError:
            self.lost.refused += 1
            back.transport.abort()
            return
        connection = _Connection(near, back, far, forth, self.lost)
        with suppress(asyncio.CancelledError):  # at the end of all
            await connection.run()


@dataclass(slots=True)
class _Connection:
    near: asyncio.StreamReader
    back: asyncio.StreamWriter
    far: asyncio.StreamReader
    forth: asyncio.StreamWriter
    lost: Lost
    asked: bool = False
    left: bool = False
    over: bool = False

    async def run(self) -> None:
        """Pass on both ways until one side ends it; the other side is told in the same way."""
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._ask())
                both.create_task(self._answer())
        finally:
            for writer in (self.back, self.forth):
                writer.transport.abort()

    async def _ask(self) -> None:
        with suppress(OSError):
            while piece := await self.near.read(_PIECE):
                self.asked = True
                self.lost.cut += self.over  # its replica was gone before it came
                self.forth.write(piece)
                await self.forth.drain()
        self.left = True
        with suppress(OSError):
            self.forth.write_eof()

    async def _answer(self) -> None:
        with suppress(OSError):
            while piece := await self.far.read(_PIECE):
                self.asked = False
                self.back.write(piece)
                await self.back.drain()
        self.over = True
        if self.asked and not self.left:
            self.lost.cut += 1
        with suppress(OSError):
            self.back.write_eof()
