# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What 5,000 nodes cost the extender: processor time of a refresh, and memory."""

import time
from collections.abc import Callable

from bench.attesting import writer
from bench.extenders import Extender, extender_running, filter_body, reports_file
from bench.measure import Measure, show
from bench.stage import NODES, Stage

_LIMIT = 120.0
"""MiB."""
_REFRESHES = 8


def measure_costs(stage: Stage) -> list[Measure]:
    """Return processor time of a refresh, and memory after some."""
    path = stage.cluster.folder / "reports.json"
    body, write = filter_body(stage), writer(path)
    live = reports_file(path, pollPeriod="200ms")
    with extender_running(stage, live, place="second") as extender:
        caller = extender.caller(body)
        caller.call()  # so that nodes are judged anew after each refresh
        idle = _spent(extender, lambda: None)
        busy = _spent(extender, write)
        memory = extender.memory()
        caller.close()
    seconds = (busy - idle) / _REFRESHES
    return [
        _figure(f"refresh of {NODES} reports, processor", seconds, "s", 1.0, n=_REFRESHES),
        _figure(f"extender memory, {NODES} nodes", memory, "MiB", _LIMIT, n=1),
    ]


def _spent(extender: Extender, act: Callable[[], None]) -> float:
    """Return the processor time of so many seconds in which something is done once a second."""
    before = extender.cpu_seconds()
    for _ in range(_REFRESHES):
        act()
        time.sleep(1.0)
    return extender.cpu_seconds() - before


def _figure(name: str, value: float, unit: str, limit: float, *, n: int) -> Measure:
    figure = Measure(
        name=name,
        value=round(value, 3),
        unit=unit,
        reference=limit,
        ratio=round(value / limit, 3),
        n=n,
    )
    show(figure, against="limit", spread="one process")
    return figure
