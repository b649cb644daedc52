# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The verification service of an installation that has none yet: it vouches for no node.

Without it, a fresh installation could not start, and one that only asks for encrypted images could
not run at all. It counts for every node by its name, so that no node is trusted by default.
"""

from collections.abc import Callable
from datetime import datetime

from attestation.errors import NotAskedError
from attestation.service import Answer
from trust.report import Identity, IdentityKind


class Nobody:
    """Answers every poll with no Report, and no question about a node.

    Args:
        name: What reasons call it.
        now: The clock.
    """

    def __init__(self, *, name: str, now: Callable[[], datetime]) -> None:
        self._name = name
        self._now = now

    @property
    def name(self) -> str:
        """Return what people and policies call it."""
        return self._name

    @property
    def kind(self) -> IdentityKind:
        """Return the identity that every node has."""
        return IdentityKind.NODE_NAME

    def fetch(self, *, deadline: float) -> Answer:
        """Return no Report, as of now."""
        return Answer(reports=(), answered_at=self._now())

    def ask(self, identity: Identity, *, deadline: float) -> Answer:
        """Refuse.

        Raises:
            NotAskedError: Always.
        """
        raise NotAskedError(
            "no verification service is configured: name one in --verification-services"
        )

    def close(self) -> None:
        """Let go of nothing."""
