# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How a request shows who is asking: a strategy, given what is asked for and what was answered.

Token flows (distribution "Token Authentication Specification") join as a strategy that answers the
challenge of a 401; pull secrets of a pod join as an ``Authorize`` of their own, given per image.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from images.errors import ImageUnavailableError
from images.registries import Registry

_LONGEST_PASSWORD = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What is asked for: to pull from one repository, which is also the scope of a token."""

    registry: Registry
    repository: str


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
        self, access: Access, challenge: str, *, deadline: float
    ) -> dict[str, str] | None:
        """Return headers for one more try after a 401, None where there is nothing else to show.

        Args:
            access: What was asked for.
            challenge: ``WWW-Authenticate`` as it came (RFC 9110 §11.6.1), never trusted.
            deadline: Instant of ``time.monotonic``.

        Raises:
            ImageUnavailableError: The credentials cannot be had.
        """
        ...


Authorize: TypeAlias = Callable[[Access], Authorization]
"""Chooses the strategy for what is asked for."""


class Anonymous:
    """Nobody in particular."""

    def headers(self, access: Access, *, deadline: float) -> dict[str, str]:
        """Return none."""
        del access, deadline
        return {}

    def challenged(
        self, access: Access, challenge: str, *, deadline: float
    ) -> dict[str, str] | None:
        """Have nothing to show."""
        del access, challenge, deadline
        return None


class Basic:
    """User and password (RFC 7617); the file is read each time, because Secrets are renewed.

    Args:
        username: Without a colon.
        password_file: Its content without trailing newline is the password.
    """

    def __init__(self, username: str, password_file: Path) -> None:
        self._username = username
        self._password_file = password_file

    def headers(self, access: Access, *, deadline: float) -> dict[str, str]:
        """Return the Authorization header."""
        del access, deadline
        try:
            with self._password_file.open("rb") as file:
                password = file.read(_LONGEST_PASSWORD).rstrip(b"\r\n")
        except OSError as exc:
            raise ImageUnavailableError(
                f"password file {self._password_file} cannot be read: {exc.strerror}"
            ) from exc
        pair = self._username.encode() + b":" + password
        return {"Authorization": f"Basic {b64encode(pair).decode()}"}

    def challenged(
        self, access: Access, challenge: str, *, deadline: float
    ) -> dict[str, str] | None:
        """Have shown everything already."""
        del access, challenge, deadline
        return None


def anonymous(access: Access) -> Authorization:
    """Show nothing: what hosts get to which a registry redirects."""
    del access
    return Anonymous()


def from_settings(access: Access) -> Authorization:
    """Choose what the registries file asks for."""
    registry = access.registry
    if registry.username is None or registry.password_file is None:
        return Anonymous()
    return Basic(registry.username, registry.password_file)
