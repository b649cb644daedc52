# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HVS, its AAS, a clock that the test moves, and the service that asks them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from attestation.http.endpoint import Endpoint
from attestation.hvs.credentials import Credentials
from attestation.hvs.questions import Questions
from attestation.hvs.service import Hvs
from attestation.hvs.settings import HvsSettings, Reports
from attestation.hvs.token_desk import TokenDesk
from attestation.hvs.tokens import Tokens
from attestation.service import Answer
from tests.simulators.hvs.aas import AasSimulator
from tests.simulators.hvs.api import HvsSimulator
from tests.simulators.hvs.chain import SigningChain, signing_chain
from tests.simulators.hvs.direct import Direct
from tests.simulators.hvs.host import SimulatedHost
from trust.report import Identity, IdentityKind, Report

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NEVER = 1e6
"""A deadline, in the seconds of a test's clock."""


@cache
def chain() -> SigningChain:
    """Return the signing chain of every test: keys take long to make."""
    return signing_chain(begins=NOON - timedelta(days=30))


@cache
def other_chain() -> SigningChain:
    """Return a chain of the same names that nobody pinned."""
    return signing_chain(begins=NOON - timedelta(days=30))


def host(number: int = 1, *, age: timedelta = MINUTE) -> SimulatedHost:
    """Return a trusted host, attested a minute ago."""
    return SimulatedHost(number=number, attested_at=NOON - age)


@dataclass
class Clock:
    """Time that the test moves."""

    instant: datetime = NOON

    def now(self) -> datetime:
        """Return the instant."""
        return self.instant

    def seconds(self) -> float:
        """Return the same as seconds that never go back."""
        return (self.instant - NOON).total_seconds() + 1000

    def pass_(self, by: timedelta) -> None:
        """Let time pass."""
        self.instant += by


class World:
    """All of it.

    Args:
        folder: For files.
        reports: Which reports make trust.
        page: As in the settings.
        full_every: As in the settings.
        signed_per_poll: As in the settings.
        close: Is called when the service lets go.
    """

    def __init__(
        self,
        folder: Path,
        reports: Reports = Reports.SAML,
        *,
        page: int = 500,
        full_every: int = 10,
        signed_per_poll: int = 250,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.clock = Clock()
        self.pinned = folder / "saml.pem"
        self.pinned.write_bytes(chain().pem)
        self.aas = AasSimulator(self.clock.now)
        self.hvs = HvsSimulator(chain(), self.aas, self.clock.now)
        self.to_aas = Direct(self.aas, host="aas.example:8444", base="/aas/v1")
        self.to_hvs = Direct(self.hvs, host="hvs.example:8443", base="/hvs/v2")
        self.credentials = Credentials(username="bondstone", password=self.aas.password)
        desk = TokenDesk(
            self.to_aas,
            lambda: self.credentials,
            now=self.clock.now,
            clock=self.clock.seconds,
        )
        self.tokens = Tokens(desk, clock=self.clock.seconds)
        self.questions = Questions(self.to_hvs, self.tokens, now=self.clock.now)
        self.settings = replace(
            settings(folder),
            reports=reports,
            page=page,
            full_every=full_every,
            signed_per_poll=signed_per_poll,
        )
        self.service = Hvs(self.settings, self.questions, now=self.clock.now, close=close)

    def fetch(self) -> Answer:
        """Poll."""
        return self.service.fetch(deadline=NEVER)

    def report(self, number: int = 1) -> Report | None:
        """Poll, and return the Report of one host."""
        return report_of(self.fetch(), number)

    def ask(self, number: int = 1) -> Report | None:
        """Ask about one host, and return its Report."""
        return report_of(self.service.ask(identity(number), deadline=NEVER), number)

    def paths(self) -> list[str]:
        """Return what HVS was asked for since the last time, without the base."""
        found = [asked.path.removeprefix("/hvs/v2") for asked in self.to_hvs.asked]
        self.to_hvs.asked.clear()
        return found


def identity(number: int = 1) -> Identity:
    """Return the identity of a host's hardware."""
    return Identity(IdentityKind.HARDWARE_UUID, host(number).hardware_uuid)


def report_of(answer: Answer, number: int = 1) -> Report | None:
    """Return the Report of one host."""
    wanted = host(number).hardware_uuid
    return next((each for each in answer.reports if each.identity.value == wanted), None)


def settings(folder: Path) -> HvsSettings:
    """Return settings whose files need not be there, but the pinned certificates."""
    return HvsSettings(
        name="hvs-eu",
        hvs=Endpoint(url="https://hvs.example:8443/hvs/v2", ca_file=folder / "ca.pem"),
        aas=Endpoint(url="https://aas.example:8444/aas/v1", ca_file=folder / "ca.pem"),
        username_file=folder / "username",
        password_file=folder / "password",
        saml_certificates_file=folder / "saml.pem",
    )
