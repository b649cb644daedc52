# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a verification service is to Bondstone (RFC 9334: a verifier asked by a relying party)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from trust.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All Reports of one source at one instant.

    Attributes:
        reports: One per node.
        answered_at: When the source said so, by its own clock; an old answer is an old Snapshot.
    """

    reports: tuple[Report, ...]
    answered_at: datetime


class VerificationService(Protocol):
    """A source of Reports."""

    @property
    def name(self) -> str:
        """Return what people call it, in reasons and logs."""
        ...

    @property
    def names_suffice(self) -> bool:
        """Tell whether the operator accepts node names as identity for this source."""
        ...

    def fetch(self, *, deadline: float) -> Answer:
        """Ask for all Reports; ``deadline`` is an instant of ``time.monotonic``.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        ...
