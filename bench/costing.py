# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What 5,000 nodes cost the extender: processor time of a refresh, and memory."""

import time
from collections.abc import Callable

from bench.attesting import writer
from bench.extenders import Extender, extender_running, filter_body, reports_file
from bench.keylime import keylime_running
from bench.measure import Measure, show
from bench.stage import NODES, Stage
from localcluster.waiting import wait_for

_LIMIT = 120.0
"""MiB."""
_REFRESHES = 8
_LISTS = 3
_SETTLED = 3.0
"""Seconds until what came last has been worked through."""


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
        memory, resident = extender.memory(), extender.resident()
        caller.close()
    seconds = (busy - idle) / _REFRESHES
    return [
        _of_keylime(stage),
        _figure(f"refresh of {NODES} reports, processor", seconds, "s", 1.0, n=_REFRESHES),
        _figure(f"extender memory, {NODES} nodes", memory, "MiB", _LIMIT, n=1),
        _figure(f"extender worker, resident, {NODES} nodes", resident, "MiB", _LIMIT, n=1),
    ]


def _of_keylime(stage: Stage) -> Measure:
    """Return processor time of a list of as many agents, once their keys have been checked."""
    with keylime_running(stage, agents=NODES) as keylime:
        entry = keylime.entry(
            stage, pollPeriod="10s", maxAge="20s", maxStaleness="60s", deadline="20s"
        )
        with extender_running(stage, entry, place="second") as extender:
            _wait_for_keys(extender)
            before, lists = extender.cpu_seconds(), keylime.lists()
            end = lists + _LISTS
            wait_for(lambda: keylime.lists() >= end, seconds=120, what="agents are listed")
            time.sleep(_SETTLED)
            spent, asked = extender.cpu_seconds() - before, keylime.lists() - lists
    return _figure(f"list of {NODES} Keylime agents, processor", spent / asked, "s", 1.0, n=asked)


def _wait_for_keys(extender: Extender) -> None:
    """Wait until it does little: the keys of a fleet are checked once, and then remembered."""

    def busy() -> float:
        before = extender.cpu_seconds()
        time.sleep(4.0)
        return (extender.cpu_seconds() - before) / 4.0

    wait_for(lambda: busy() < 0.5, seconds=120, what="the agents' keys have been checked")


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
