# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Stories with Keylime 7.14.3 and software TPMs."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from attestation.service import VerificationService
from localcluster.keylime.agent import KeylimeAgent
from localcluster.keylime.document import service_entry
from localcluster.keylime.lab import KeylimeLab, keylime_running
from tests.integration.attestation.keylime.setups import Setup, opened


class RealSetup:
    """Keylime 7.14.3 with software TPMs."""

    def __init__(self, service: VerificationService, lab: KeylimeLab) -> None:
        self.service = service
        self._lab = lab
        self._numbers = itertools.count()
        self._machines: dict[str, KeylimeAgent] = {}

    def machine(self) -> str:
        """Make a machine with a TPM."""
        made = self._lab.machine(f"story-{next(self._numbers)}")
        self._machines[made.agent_id] = made
        return made.agent_id

    def extend(self, machine: str) -> None:
        """Extend a PCR that the policy names."""
        self._machines[machine].extend_pcr()

    def silence(self, machine: str) -> None:
        """Stop the agent."""
        self._machines[machine].stop()

    def revoke(self, machine: str) -> None:
        """Delete it from the verifier."""
        self._machines[machine].revoke()

    def enrol(self, machine: str) -> None:
        """Reboot, and enrol."""
        self._machines[machine].reboot()
        self._machines[machine].enrol()

    def kill_verifier(self) -> None:
        """Kill it."""
        self._lab.verifier.kill()

    def start_verifier(self) -> None:
        """Start it on its database."""
        self._lab.verifier.restart()


@contextmanager
def real_setup() -> Iterator[Setup]:
    """Run Keylime, and connect to it as the document of services says."""
    with keylime_running() as lab:
        service = opened(service_entry(lab))
        yield RealSetup(service, lab)
        service.close()
