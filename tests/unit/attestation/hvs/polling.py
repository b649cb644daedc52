# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A table of reports that is polled every ten seconds."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from attestation.hvs.report_table import ReportTable
from tests.unit.attestation.hvs.builders import NEVER, World, host

SECOND = timedelta(seconds=1)
ALL = "/reports?latestPerHost=true&limit=500"


class Polling:
    """Three hosts, polled every ten seconds."""

    def __init__(
        self, folder: Path, *, full_every: int = 3, full_within: timedelta = 100 * SECOND
    ) -> None:
        self.world = World(folder)
        self.world.hvs.put(host(1), host(2), host(3))
        self.table = ReportTable(
            self.world.questions,
            replace(self.world.settings, full_every=full_every, full_within=full_within),
            clock=lambda: self.world.clock.now().timestamp(),
        )

    def poll(self) -> tuple[str, ...]:
        """Poll, and return the remarks."""
        self.world.clock.pass_(10 * SECOND)
        return self.table.refresh(at=self.world.clock.now(), deadline=NEVER)

    def kinds(self) -> list[str]:
        """Return what was asked for: all reports, or changes."""
        return ["all" if path == ALL else "changes" for path in self.world.paths()]

    def renew(self, number: int, *failed: str) -> None:
        """Let HVS attest a host again now."""
        now = self.world.clock.now()
        self.world.hvs.put(replace(host(number), attested_at=now, failed=frozenset(failed)))

    def trusts(self, number: int) -> bool:
        """Tell what is known of a host."""
        return self.table.reports[host(number).host_id].overall
