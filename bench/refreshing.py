# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Latency of the extender while reports of 5,000 nodes come in, and while a service hangs.

"Quiet" is another extender at the same time, which has the same nodes and the same reports and is
told nothing new. Both sides alternate; the other one idles meanwhile.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.attesting import rewritten
from bench.client import Caller
from bench.extenders import Extender, extender_running, filter_body, reports_file
from bench.measure import Measure, Rounds, alternate, percentile
from bench.stage import NODES, Stage
from localcluster.ports import HOST

_ROUNDS = 6
_SECONDS = 6.0
"""Of a round: longer than the usual 5 s between two polls."""
_PERIOD = 5.0


def measure_refreshing(stage: Stage) -> list[Measure]:
    """Return latencies beside those of an extender that is told nothing new."""
    stage.bondstone.processes["extender"].stop()
    body, path = filter_body(stage), stage.cluster.folder / "reports.json"
    still = path.with_name("still.json")
    still.write_text(path.read_text())
    with ExitStack() as stack:
        quiet = stack.enter_context(
            extender_running(stage, reports_file(still, pollPeriod="20m"), place="first")
        )
        figures = _latencies(stage, quiet, body, path)
    stage.bondstone.launch("extender")
    stage.bondstone.wait_ready("extender")
    return figures


def _latencies(stage: Stage, quiet: Extender, body: bytes, path: Path) -> list[Measure]:
    live = reports_file(path)
    figures = []
    with extender_running(stage, live, place="second") as busy, rewritten(path, _PERIOD):
        rounds = _alternate(busy, quiet, body)
        figures += _figures(rounds, f"/filter {NODES} names, new reports each 5 s")
    with _hanging() as port:
        hung = _hung_keylime(stage, port)
        with extender_running(stage, live, hung, place="second") as busy:
            rounds = _alternate(busy, quiet, body)
            figures += _figures(rounds, f"/filter {NODES} names, another service hangs")
    return figures


def _alternate(busy: Extender, quiet: Extender, body: bytes) -> Rounds:
    callers = busy.caller(body), quiet.caller(body)
    for caller in callers:
        _calls(caller, 1.0)
    rounds = alternate(
        lambda: _calls(callers[0], _SECONDS),
        lambda: _calls(callers[1], _SECONDS),
        rounds=_ROUNDS,
        against="quiet",
    )
    for caller in callers:
        caller.close()
    return rounds


def _calls(caller: Caller, seconds: float) -> list[float]:
    end = time.monotonic() + seconds
    found = []
    while time.monotonic() < end:
        found.append(caller.call())
    return found


def _figures(rounds: Rounds, name: str) -> list[Measure]:
    return [
        rounds.measure(f"{name}, p50", "ms", lambda samples: percentile(samples, 0.5)),
        rounds.measure(f"{name}, p99", "ms", lambda samples: percentile(samples, 0.99)),
    ]


@contextmanager
def _hanging() -> Iterator[int]:
    """Listen on a port and never say a word: connections are taken by the kernel."""
    with socket.create_server((HOST, 0), backlog=128) as listener:
        yield listener.getsockname()[1]


def _hung_keylime(stage: Stage, port: int) -> dict[str, object]:
    pki = stage.cluster.pki
    return {
        "name": "keylime",
        "type": "Keylime",
        "url": f"https://{HOST}:{port}",
        "registrarURL": f"https://{HOST}:{port}",
        "caFile": str(pki.ca),
        "clientCertificateFile": str(pki.certificate("extender-client")),
        "clientKeyFile": str(pki.key("extender-client")),
        "pcrs": [0],
    }
