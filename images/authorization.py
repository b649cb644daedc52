# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How a request shows who is asking; token flows and pull secrets join as further strategies."""

from base64 import b64encode
from pathlib import Path
from typing import Protocol

from images.errors import ImageUnavailableError
from images.registries import Registry

_LONGEST_PASSWORD = 65536


class Authorization(Protocol):
    """One way to show who is asking."""

    def headers(self) -> dict[str, str]:
        """Return headers for a request to the registry's own host, and to no other.

        Raises:
            ImageUnavailableError: The credentials cannot be read.
        """
        ...


class Anonymous:
    """Nobody in particular."""

    def headers(self) -> dict[str, str]:
        """Return none."""
        return {}


class Basic:
    """User and password (RFC 7617); the file is read each time, because Secrets are renewed.

    Args:
        username: Without a colon.
        password_file: Its content without trailing newline is the password.
    """

    def __init__(self, username: str, password_file: Path) -> None:
        self._username = username
        self._password_file = password_file

    def headers(self) -> dict[str, str]:
        """Return the Authorization header."""
        try:
            with self._password_file.open("rb") as file:
                password = file.read(_LONGEST_PASSWORD).rstrip(b"\r\n")
        except OSError as exc:
            raise ImageUnavailableError(
                f"password file {self._password_file} cannot be read: {exc.strerror}"
            ) from exc
        pair = self._username.encode() + b":" + password
        return {"Authorization": f"Basic {b64encode(pair).decode()}"}


def authorization_for(registry: Registry) -> Authorization:
    """Choose the strategy that the settings ask for."""
    if registry.username is None or registry.password_file is None:
        return Anonymous()
    return Basic(registry.username, registry.password_file)
