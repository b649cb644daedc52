# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every node attested again and again, as far as a file of Reports can say so."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path


@contextmanager
def rewritten(path: Path, period: float) -> Iterator[None]:
    """Attest every node again each so many seconds, as of now."""
    stopped = threading.Event()
    write = writer(path)

    def run() -> None:
        while not stopped.wait(period):
            write()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def writer(path: Path) -> Callable[[], None]:
    """Return what writes the file anew; only the instants differ, so that it takes no time here."""
    text = path.read_text()
    before = json.loads(text)["reports"][0]["attestedAt"]
    beside = path.with_suffix(".beside")

    def write() -> None:
        beside.write_text(text.replace(before, datetime.now(UTC).isoformat()))
        beside.replace(path)

    return write
