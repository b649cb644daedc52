# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A site with an HVS and an AAS over TLS, and a Bondstone that polls it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from attestation.errors import AttestationError
from attestation.hvs.service import Hvs
from attestation.hvs.settings import HvsSettings
from attestation.newest import NewestSnapshot
from tests.integration.attestation.papers import soon
from tests.simulators.hvs.aas import AasSimulator
from tests.simulators.hvs.api import HvsSimulator
from tests.simulators.hvs.host import SimulatedHost
from tests.simulators.hvs.served import Served
from trust.report import Identity, IdentityKind, Report, Snapshot
from trust.rules.freshness import snapshot_freshness

BOUND = timedelta(seconds=30)


@dataclass
class Clocks:
    """Theirs, which a test may put wrong against ours."""

    ahead: timedelta = timedelta()

    def ours(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)

    def theirs(self) -> datetime:
        """Return what HVS takes for the time."""
        return datetime.now(UTC) + self.ahead


def host(number: int = 1, **changes: object) -> SimulatedHost:
    """Return a trusted host that was attested some seconds ago."""
    attested = datetime.now(UTC) - timedelta(seconds=10)
    return SimulatedHost(**{"number": number, "attested_at": attested, **changes})  # type: ignore[arg-type]


def nothing_known() -> NewestSnapshot:
    """Return what Bondstone knows at first."""
    first = Snapshot(
        source="hvs-eu", kind=IdentityKind.HARDWARE_UUID, fetched_at=None, max_staleness=BOUND
    )
    return NewestSnapshot(first, now=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All of it.

    Attributes:
        hvs: What HVS says.
        aas: What AAS says.
        clocks: Of both.
        hvs_server: The server of HVS.
        aas_server: The server of AAS.
        settings: How the service asks.
        service: Polls.
        newest: What Bondstone knows.
    """

    hvs: HvsSimulator
    aas: AasSimulator
    clocks: Clocks
    hvs_server: Served
    aas_server: Served
    settings: HvsSettings
    service: Hvs
    newest: NewestSnapshot = field(default_factory=nothing_known)

    def poll(self, *, seconds: float = 5) -> str:
        """Poll as the keeper does, and return the problem."""
        asked_at = datetime.now(UTC)
        try:
            answer = self.service.fetch(deadline=soon(seconds))
        except AttestationError as exc:
            return self.newest.take_failure(exc).problem
        return self.newest.take(answer, asked_at=asked_at).problem

    def vouched(self, *, after: timedelta = timedelta()) -> set[int]:
        """Return the numbers of the hosts that are trusted now, or would be some time after."""
        now, snapshot = datetime.now(UTC) + after, self.newest.get()
        if snapshot_freshness(snapshot, now=now) is not None:
            return set()
        return {
            int(each.identity.value[-12:], 16)
            for each in snapshot.reports.values()
            if each.trusted and now < each.expires_at
        }

    def report(self, number: int = 1) -> Report | None:
        """Return what is known of a host."""
        return self.newest.get().reports.get(identity(number))

    def ask(self, number: int = 1, *, seconds: float = 1) -> Report | None:
        """Ask about one host."""
        reports = self.service.ask(identity(number), deadline=soon(seconds)).reports
        return reports[0] if reports else None


def identity(number: int) -> Identity:
    """Return the identity of a host's hardware."""
    return Identity(IdentityKind.HARDWARE_UUID, host(number).hardware_uuid)
