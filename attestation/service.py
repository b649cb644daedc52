# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a verification service is to Bondstone (RFC 9334: a verifier asked by a relying party)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from trust.report import Identity, IdentityKind, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Reports of one source at one instant.

    Attributes:
        reports: At most one per node.
        answered_at: When the source said so, by its own clock; an old answer is an old Snapshot.
        complete: Nodes that it does not name have no Report any more; else they keep theirs.
        remarks: What of the answer could not be used and why, for the log.
        more: The service may be asked again at once, for what one poll has no room for.
        node_names: Names of nodes that whoever enrolled machines wrote beside them. They identify
            nothing, and only propose what an administrator may put into the inventory.
    """

    reports: tuple[Report, ...]
    answered_at: datetime
    complete: bool = True
    remarks: tuple[str, ...] = ()
    more: bool = False
    node_names: Mapping[Identity, str] = field(default_factory=dict)


class VerificationService(Protocol):
    """A source of Reports."""

    @property
    def name(self) -> str:
        """Return what people and policies call it."""
        ...

    @property
    def kind(self) -> IdentityKind:
        """Return by what its Reports are tied to nodes."""
        ...

    def fetch(self, *, deadline: float) -> Answer:
        """Ask for the Reports of all nodes, or of those that changed.

        Args:
            deadline: Instant of ``time.monotonic``, for the whole exchange.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        ...

    def ask(self, identity: Identity, *, deadline: float) -> Answer:
        """Ask about one node, live; the answer is not complete and has at most its Report.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        ...

    def close(self) -> None:
        """Let go of connections; nobody asks any more."""
        ...
