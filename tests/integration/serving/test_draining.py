# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The end: requests under way are finished; and a worker that dies is replaced."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from tests.integration.serving.conftest import Served, eventually


@contextmanager
def request_under_way(served: Served) -> Iterator[list[int]]:
    """Send a request that ends with the block; the list gets the status of its answer."""
    answers: list[int] = []
    caller = threading.Thread(target=lambda: answers.append(served.post("/wait")[0]))
    caller.start()
    eventually((served.folder / "begun").exists, "the request has begun")
    yield answers
    (served.folder / "release").touch()
    caller.join(timeout=20)


def end_as_kubelet(served: Served) -> None:
    """Send SIGTERM to the first process alone."""
    os.kill(served.process.pid, signal.SIGTERM)


def end_as_terminal(served: Served) -> None:
    """Send SIGTERM to the whole process group."""
    served.process.signal(signal.SIGTERM)


def echo_on(connection: HTTPSConnection) -> tuple[int, str | None]:
    """Send a request and return the status and what is said of the connection."""
    connection.request("POST", "/echo", b"{}", {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    return response.status, response.getheader("Connection")


@pytest.mark.parametrize("end", [end_as_kubelet, end_as_terminal])
def test_a_request_under_way_is_answered_and_the_exit_is_clean(
    served: Served, end: Callable[[Served], None]
) -> None:
    with request_under_way(served) as answers:
        end(served)
        eventually(lambda: served.health("/readyz")[0] == 503, "it is not ready any more")
        assert "draining" in served.health("/readyz")[1]
        assert served.health("/healthz") == (200, "ok\n")
    eventually(lambda: not served.process.running, "the process ends")
    assert answers == [200]
    assert served.process.exit_code == 0
    assert not [line for line in served.log() if "traceback" in line]


def test_a_kept_connection_is_told_to_close(served: Served) -> None:
    with closing(served.connect()) as connection, request_under_way(served):
        assert echo_on(connection) == (200, "keep-alive")
        end_as_kubelet(served)
        eventually(lambda: served.health("/readyz")[0] == 503, "it is draining")
        assert echo_on(connection) == (200, "close")


@pytest.mark.parametrize("why", ["unknown", "broken"])
def test_no_connection_is_kept_while_probes_are_told_that_it_is_not_ready(
    served: Served, why: str
) -> None:
    with closing(served.connect()) as connection:
        assert echo_on(connection) == (200, "keep-alive")
        (served.folder / why).touch()
        assert served.health("/readyz")[0] >= 500
        assert echo_on(connection) == (200, "close")
    (served.folder / why).unlink()
    assert served.health("/readyz")[0] == 200
    with closing(served.connect()) as connection:
        assert echo_on(connection) == (200, "keep-alive")


def test_ctrl_c_ends_it(served: Served) -> None:
    served.process.signal(signal.SIGINT)
    eventually(lambda: not served.process.running, "the process ends")
    assert served.process.exit_code == 0
    assert served.log()


def test_a_worker_that_dies_is_replaced(served: Served) -> None:
    worker = worker_of(served)
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: worker_of(served) not in (0, worker), "there is another worker")
    eventually(lambda: answers(served), "it answers")
    assert served.process.running


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
