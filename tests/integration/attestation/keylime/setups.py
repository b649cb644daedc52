# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What can be done to a simulated Keylime and to a real one alike."""

from pathlib import Path
from typing import Protocol

from attestation.service import VerificationService
from attestation.services_document import parse_services
from localcluster.sources import services_document


class Setup(Protocol):
    """A Keylime, and machines that it attests."""

    service: VerificationService

    def machine(self) -> str:
        """Enrol one more machine, and return the hash of its endorsement key."""
        ...

    def extend(self, machine: str) -> None:
        """Measure something that is not expected there."""
        ...

    def silence(self, machine: str) -> None:
        """Stop its agent."""
        ...

    def revoke(self, machine: str) -> None:
        """Take it from the verifier."""
        ...

    def enrol(self, machine: str) -> None:
        """Enrol it again, as it is after a reboot."""
        ...

    def kill_verifier(self) -> None:
        """Let the verifier be gone."""
        ...

    def start_verifier(self) -> None:
        """Let it come back: it has asked nobody yet."""
        ...


def opened(entry: dict[str, str]) -> VerificationService:
    """Return the client that an entry of the document of services asks for."""
    (configured,) = parse_services(services_document([entry]).encode(), folder=Path("/"))
    return configured.open()
