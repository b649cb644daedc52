# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A hub that takes hints, and a Keylime that a test plays."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import rsa
from prometheus_client import CollectorRegistry

from attestation.keeper import SnapshotKeeper
from attestation.service import Answer
from hub.hints import Hints
from tests.simulators.cluster import SimulatedWriter
from tests.unit.attestation.keylime.recorded import EK
from tests.unit.trust.builders import NOON, REPORT
from trust.inventory import NodeIdentity
from trust.report import Identity, IdentityKind

IDENTITY = Identity(IdentityKind.EK_HASH, EK)
PASSED = replace(REPORT, identity=IDENTITY, attested_at=NOON - timedelta(seconds=2))


class Service:
    """Keylime as a test plays it."""

    name = "keylime-eu"
    kind = IdentityKind.EK_HASH

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.failure: Exception | None = None
        self.gone = False

    def fetch(self, *, deadline: float) -> Answer:
        """Vouch for the node."""
        del deadline
        return Answer(reports=(PASSED,), answered_at=NOON)

    def ask(self, identity: Identity, *, deadline: float) -> Answer:
        """Take down that somebody asks about the node."""
        del deadline
        assert identity == IDENTITY
        self.asked.set()
        if self.failure is not None:
            raise self.failure
        reports = () if self.gone else (PASSED,)
        return Answer(reports=reports, answered_at=NOON, complete=False)

    def close(self) -> None:
        """Do nothing."""


class Keeper(SnapshotKeeper):
    """One that also counts how often it is wanted to poll."""

    wanted = 0

    def refresh(self) -> None:
        """Count it, and poll as ever."""
        self.wanted += 1
        super().refresh()


class Inventory:
    """One node, and another one; none while nothing has been listed."""

    listed = True
    synced = True

    def inventory(self) -> dict[str, NodeIdentity]:
        """Return them."""
        if not self.listed:
            return {}
        other = NodeIdentity(name="n2", identities=(Identity(IdentityKind.EK_HASH, "cd" * 32),))
        return {"n1": NodeIdentity(name="n1", identities=(IDENTITY,)), "n2": other}


@dataclass
class World:
    """A hub that takes hints."""

    service: Service
    keeper: Keeper
    writer: SimulatedWriter
    hints: Hints
    metrics: CollectorRegistry
    inventory: Inventory
    key: rsa.RSAPublicKey | Exception | None = None

    def counted(self, result: str) -> float:
        """Return how many hints came to that."""
        return self.metrics.get_sample_value("bondstone_hints_total", {"result": result}) or 0.0

    def current_key(self) -> rsa.RSAPublicKey | None:
        """Return or raise the key."""
        if isinstance(self.key, Exception):
            raise self.key
        return self.key


def clock() -> datetime:
    return NOON
