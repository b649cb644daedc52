# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A network between us and a server of this machine: bytes pass after half a round trip each way.

``python -m bench.delay PORT SERVER_PORT MILLISECONDS``: a process of its own, so that it takes no
time of what is measured.
"""

import asyncio
import sys
from contextlib import suppress
from functools import partial

from localcluster.ports import HOST

_PIECE = 65536


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, seconds: float
) -> None:
    """Write what comes, each piece so much later, in order."""
    loop = asyncio.get_running_loop()
    with suppress(ConnectionError):
        while piece := await reader.read(_PIECE):
            loop.call_later(seconds, writer.write, piece)
    loop.call_later(seconds, writer.close)


async def _connect(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, server: int, seconds: float
) -> None:
    """Open the way to the server, which takes a round trip as well."""
    await asyncio.sleep(2 * seconds)
    far_reader, far_writer = await asyncio.open_connection(HOST, server)
    await asyncio.gather(
        _pass_on(reader, far_writer, seconds=seconds),
        _pass_on(far_reader, writer, seconds=seconds),
    )


async def _serve(port: int, server: int, milliseconds: float) -> None:
    connect = partial(_connect, server=server, seconds=milliseconds / 2000)
    async with await asyncio.start_server(connect, HOST, port) as listening:
        await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
