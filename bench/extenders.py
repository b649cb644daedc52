# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A second extender beside the stage's own, with sources of its own, and what both cost."""

import copy
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.client import Caller
from bench.processes import family, mebibytes
from bench.stage import NODES, Stage
from localcluster.bondstone import Bondstone
from localcluster.many_nodes import node_name
from localcluster.sources import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Extender:
    """A running extender.

    Attributes:
        port: Where it answers.
        pid: Of its arbiter.
        pki: Folder of certificates.
    """

    port: int
    pid: int
    pki: Path

    def caller(self, body: bytes) -> Caller:
        """Return a client that asks it again and again."""
        return Caller(self.port, "/filter", body, pki=self.pki, client="extender-client")

    def cpu_seconds(self) -> float:
        """Return the processor time of all its processes (proc(5), stat)."""
        ticks = 0
        for process in family(self.pid):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return MiB of all its processes; a page that two share counts half (proc(5), PSS)."""
        return sum(mebibytes(process, "Pss") for process in family(self.pid))

    def resident(self) -> float:
        """Return MiB of its largest process, the worker, with all that it shares (proc(5), RSS)."""
        return max(mebibytes(process, "Rss") for process in family(self.pid))


@contextmanager
def extender_running(
    stage: Stage, *services: Mapping[str, object], place: str
) -> Iterator[Extender]:
    """Start an extender, the first or the second.

    Args:
        stage: Where.
        services: Entries of its document of verification services.
        place: ``first`` for the port of the stage's own extender, ``second`` for a spare one.
    """
    ports = stage.cluster.ports
    second = replace(ports, extender=ports.spare, extender_health=ports.hub_health)
    cluster = copy.copy(stage.cluster)
    cluster.ports = ports if place == "first" else second
    cluster.folder = stage.cluster.folder / place
    cluster.folder.mkdir(exist_ok=True)
    bondstone = Bondstone(cluster, Sources(services=services))
    try:
        process = bondstone.launch("extender")
        bondstone.wait_ready("extender")
        pki = stage.cluster.pki.folder
        yield Extender(port=cluster.ports.extender, pid=process.pid, pki=pki)
    finally:
        bondstone.stop()


def filter_body(stage: Stage, size: int = NODES) -> bytes:
    """Return what the scheduler sends for a pod that /mutate has placed."""
    names = [node_name(number) for number in range(size)]
    return json.dumps({"Pod": stage.placed_pod(), "Nodes": None, "NodeNames": names}).encode()


def reports_file(path: Path, **settings: object) -> Mapping[str, object]:
    """Return the entry of a file of Reports that stays fresh for as long as is measured."""
    entry = {"name": "reports", "type": "UnsafeReportsFile", "file": str(path)}
    return {**entry, "maxStaleness": "60m", **settings}
