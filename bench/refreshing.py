# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Latency of the extender while reports of 5,000 nodes come in, and while a service hangs.

"Quiet" is another extender at the same time, which has the same nodes and the same reports and is
told nothing new. Both sides alternate; the other one idles meanwhile. Of an HVS the figure has no
aim yet: the shape of each page is told in one piece, the new Snapshot is made in another, and the
simulated HVS takes time of the same processors.
"""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from bench.attesting import rewritten, writer
from bench.client import Caller
from bench.extenders import Extender, extender_running, filter_body, reports_file
from bench.hvs import host, hvs_running
from bench.measure import Measure, Rounds, alternate, percentile
from bench.stage import NODES, Stage
from localcluster.errors import LocalClusterError
from localcluster.many_nodes import identified, node_name
from localcluster.ports import HOST
from localcluster.waiting import wait_for

_ROUNDS = 6
_SECONDS = 6.0
"""Of a round: longer than the usual 5 s between two polls."""
_PERIOD = 5.0
_ACCEPTED = NODES * 9 // 10


def measure_refreshing(stage: Stage) -> list[Measure]:
    """Return latencies beside those of an extender that is told nothing new."""
    stage.bondstone.processes["extender"].stop()
    body, path = filter_body(stage), stage.cluster.folder / "reports.json"
    live = reports_file(path)
    with rewritten(path, _PERIOD):
        figures = _compared(stage, body, "new reports each 5 s", live)
    with _hanging() as port:
        figures += _compared(stage, body, "another service hangs", live, _hung_keylime(stage, port))
    uuids = {node_name(number): host(number + 1).hardware_uuid for number in range(NODES)}
    with (
        identified(stage.cluster.api, uuids),
        hvs_running(stage, hosts=NODES, period=_PERIOD) as hvs,
    ):
        figures += _compared(stage, body, "HVS, new reports each 5 s", hvs)
    stage.bondstone.launch("extender")
    stage.bondstone.wait_ready("extender")
    return figures


def _compared(
    stage: Stage, body: bytes, name: str, *services: Mapping[str, object]
) -> list[Measure]:
    """Compare an extender of these services with one whose reports are of now and stay."""
    path = stage.cluster.folder / "reports.json"
    still = path.with_name("still.json")
    writer(path)()
    still.write_text(path.read_text())
    quietly = reports_file(still, pollPeriod="20m")
    with (
        extender_running(stage, quietly, place="first") as quiet,
        extender_running(stage, *services, place="second") as busy,
    ):
        rounds = _alternate(busy, quiet, body)
    return _figures(rounds, f"/filter {NODES} names, {name}")


def _alternate(busy: Extender, quiet: Extender, body: bytes) -> Rounds:
    callers = busy.caller(body), quiet.caller(body)
    for caller in callers:
        ready = partial(_answers, caller)
        wait_for(ready, seconds=60, what="nine nodes of ten are accepted")
        _calls(caller, 1.0)
    rounds = alternate(
        lambda: _calls(callers[0], _SECONDS),
        lambda: _calls(callers[1], _SECONDS),
        rounds=_ROUNDS,
        against="quiet",
    )
    for caller in callers:
        if not _answers(caller):
            raise LocalClusterError("an extender accepts other nodes than at the beginning")
        caller.close()
    return rounds


def _answers(caller: Caller) -> bool:
    return len(json.loads(caller.answer())["NodeNames"]) == _ACCEPTED


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
