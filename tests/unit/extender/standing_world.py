# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Standing and the neighbours that a test plays."""

from collections.abc import Callable
from datetime import timedelta

from extender.standing import Standing
from tests.simulators.cluster import SimulatedObjects
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot
from trust.appraisal import Appraisal
from trust.need import Need
from trust.report import Node

NEED = Need(trust_required=True, max_report_age=timedelta(minutes=5))


class World:
    """A Standing over one trusted node."""

    def __init__(self) -> None:
        self.nodes: SimulatedObjects[Node] = SimulatedObjects({"m1": NODE})
        self.snapshots = SimulatedSnapshots(snapshot(REPORT))
        self._standing = Standing(nodes=self.nodes, snapshots=self.snapshots)
        self.rests = 0
        self.meanwhile: Callable[[], object] = lambda: None

    def renew(self, *, seconds: float = 0) -> int:
        """Renew some seconds after noon."""
        self.rests = 0
        return self._standing.renew(now=lambda: NOON + timedelta(seconds=seconds), rest=self._rest)

    def _rest(self) -> None:
        self.rests += 1
        self.meanwhile()

    def ask(self, need: Need = NEED, *, seconds: float = 0) -> Appraisal:
        """Ask some seconds after noon."""
        return self._standing.appraisal(need, now=NOON + timedelta(seconds=seconds))
