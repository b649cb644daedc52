# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""SIGTERM: requests under way are finished; and a worker that dies is replaced."""

import os
import signal
import threading
from pathlib import Path

from tests.integration.serving.conftest import Served, eventually

ESTABLISHED = "01"
"""State in /proc/net/tcp (Linux, include/net/tcp_states.h)."""


def test_a_request_under_way_is_answered_and_the_exit_is_clean(served: Served) -> None:
    answers: list[int] = []
    caller = threading.Thread(target=lambda: answers.append(served.post("/dawdle")[0]))
    caller.start()
    eventually(lambda: is_connected(served), "the request has begun")
    served.process.signal(signal.SIGTERM)
    caller.join(timeout=20)
    eventually(lambda: not served.process.running, "the process ends")
    assert answers == [200]
    assert served.process.exit_code == 0


def test_a_worker_that_dies_is_replaced(served: Served) -> None:
    worker = worker_of(served)
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: worker_of(served) not in (0, worker), "there is another worker")
    eventually(lambda: answers(served), "it answers")
    assert served.process.running


def is_connected(served: Served) -> bool:
    """Tell whether somebody has a connection to the server."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    fields = (line.split() for line in lines)
    return any(
        each[1].endswith(f":{served.port:04X}") and each[3] == ESTABLISHED for each in fields
    )


def worker_of(served: Served) -> int:
    """Return the process id of gunicorn's worker, 0 while there is none."""
    pid = served.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else 0


def answers(served: Served) -> bool:
    """Tell whether a request is answered."""
    try:
        return served.post("/echo")[0] == 200
    except OSError:
        return False
