# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How a request shows who is asking: nothing first, then what the registry asks for.

So do containerd and docker: a password is shown to registries that ask for one, a token is fetched
for those that want tokens, and what was asked for once is shown at once the next time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from images.access import Access
from images.challenge import Basic, Bearer, read_challenge
from images.credential import Credential, settings_credential
from images.tokens import Tokens

_KEPT = 1024
"""Registries of which it is known that they ask for passwords: pods choose their names."""


class Authorization(Protocol):
    """One way to show who is asking; its headers go to the registry's own host and to no other."""

    def headers(self, access: Access, *, deadline: float) -> dict[str, str]:
        """Return headers for a first request.

        Args:
            access: What is asked for.
            deadline: Instant of ``time.monotonic``.

        Raises:
            ImageUnavailableError: The credentials cannot be had.
        """
        ...

    def challenged(
        self, access: Access, lines: Sequence[str], *, deadline: float
    ) -> dict[str, str] | None:
        """Return headers for one more try after a 401, None where there is nothing else to show.

        Args:
            access: What was asked for.
            lines: Each ``WWW-Authenticate`` header as it came, never trusted.
            deadline: Instant of ``time.monotonic``.

        Raises:
            ImageUnavailableError: The credentials cannot be had, or would go to a stranger.
        """
        ...


Authorize: TypeAlias = Callable[[Access], Authorization]
"""Chooses the strategy for what is asked for."""


class Anonymous:
    """Shows nothing, whatever is asked: for hosts that a registry redirects to."""

    def headers(self, access: Access, *, deadline: float) -> dict[str, str]:
        """Return none."""
        del access, deadline
        return {}

    def challenged(
        self, access: Access, lines: Sequence[str], *, deadline: float
    ) -> dict[str, str] | None:
        """Have nothing to show."""
        del access, lines, deadline
        return None


def anonymous(access: Access) -> Authorization:
    """Show nothing."""
    del access
    return Anonymous()


class Desk:
    """Hands out strategies that share tokens and what is known of each registry.

    Args:
        tokens: Where bearer tokens come from.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._lock = threading.Lock()
        self._basic: OrderedDict[str, None] = OrderedDict()

    def with_settings(self, access: Access) -> Authorization:
        """Ask in Bondstone's own name: as the registries file says."""
        del access
        return AsAsked(self, settings_credential_of)

    def with_credential(self, credential: Credential | None) -> Authorize:
        """Ask in the name of somebody else, or of nobody."""
        return lambda _: AsAsked(self, lambda __: credential)

    def asks_basic(self, host: str) -> bool:
        """Tell whether a registry has asked for a password before."""
        return host in self._basic

    def remember_basic(self, host: str) -> None:
        """Show passwords to a registry at once from now on."""
        with self._lock:
            self._basic[host] = None
            while len(self._basic) > _KEPT:
                self._basic.popitem(last=False)


def settings_credential_of(access: Access) -> Credential | None:
    """Return Bondstone's own credential for what is asked for."""
    return settings_credential(access.registry)


class AsAsked:
    """Shows what a registry asks for, in the name of one credential.

    Args:
        desk: What is known and kept.
        credential: Looked up for each request, because Secrets are renewed.
    """

    def __init__(self, desk: Desk, credential: Callable[[Access], Credential | None]) -> None:
        self._desk = desk
        self._credential = credential

    def headers(self, access: Access, *, deadline: float) -> dict[str, str]:
        """Return what this registry asked for the last time."""
        del deadline
        credential = self._credential(access)
        token = self._desk.tokens.known(access, credential)
        if token is not None:
            return {"Authorization": f"Bearer {token}"}
        if credential is not None and self._desk.asks_basic(access.registry.host):
            return {"Authorization": credential.basic}
        return {}

    def challenged(
        self, access: Access, lines: Sequence[str], *, deadline: float
    ) -> dict[str, str] | None:
        """Answer the challenge, with a fresh token where tokens are asked for."""
        challenge = read_challenge(lines, access.registry)
        credential = self._credential(access)
        if isinstance(challenge, Bearer):
            token = self._desk.tokens.fetch(access, challenge, credential, deadline=deadline)
            return {"Authorization": f"Bearer {token}"}
        if isinstance(challenge, Basic) and credential is not None and credential.password:
            self._desk.remember_basic(access.registry.host)
            return {"Authorization": credential.basic}
        return None
