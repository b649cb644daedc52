# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a set-up of Keylime must show before an agent counts as trusted."""

from dataclasses import dataclass
from datetime import timedelta

from attestation.keylime.status import AgentStatus

PERIODS = 5
"""Of attestation, after which Keylime itself takes an agent for silent."""
LEAST_AGE = timedelta(seconds=10)
MOST_AGE = timedelta(minutes=1)
"""Taken from what a verifier says of its period; longer ones are for the operator to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """Set by the operator.

    Attributes:
        max_age: Of the last good quote; None for five periods, between 10 s and a minute.
        pcrs: Whose values the verifier must compare, whatever others it compares.
        unsafe_any_pcrs: Trust agents although no value of any PCR is compared: then a good quote
            proves that a TPM answered, and not what was started.
    """

    max_age: timedelta | None = None
    pcrs: frozenset[int] = frozenset()
    unsafe_any_pcrs: bool = False

    def age_limit(self, status: AgentStatus) -> timedelta:
        """Return the age of a good quote from which on it proves nothing any more."""
        if self.max_age is not None:
            return self.max_age
        return min(max(LEAST_AGE, PERIODS * (status.period or timedelta())), MOST_AGE)

    def missing_pcrs(self, status: AgentStatus) -> str:
        """Return a clause on PCRs that are demanded and not compared, empty where all are."""
        missing = sorted(self.pcrs - status.pcrs)
        if missing:
            return f"the verifier compares no value of PCR {', '.join(map(str, missing))}"
        if not status.pcrs and (not self.unsafe_any_pcrs or status.state is None):
            return "the verifier compares no value of any PCR that the system cannot reset"
        return ""
