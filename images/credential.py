# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What somebody has to show to a registry."""

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256

from images.errors import ImageUnavailableError
from images.registries import Registry

_LONGEST_PASSWORD = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A user with a password, or with an identity token that stands for both.

    Attributes:
        username: Without a colon.
        password: Empty where there is an identity token.
        identity_token: A refresh token (OAuth 2.0, RFC 6749 §6), else empty.
    """

    username: str
    password: str = field(default="", repr=False)
    identity_token: str = field(default="", repr=False)

    @property
    def basic(self) -> str:
        """Value of an Authorization header (RFC 7617)."""
        pair = f"{self.username}:{self.password}".encode()
        return f"Basic {b64encode(pair).decode()}"


def scope_of(*credentials: Credential | None) -> bytes:
    """Return what stands for credentials where something is remembered of whom they belong to.

    Pods choose how long theirs are; this is never longer, and nobody can be shown it.
    """
    found = sha256()
    for each in credentials:
        texts = (each.username, each.password, each.identity_token) if each else ()
        found.update(len(texts).to_bytes(1, "big"))
        for text in texts:
            content = text.encode("utf-8", "surrogatepass")
            found.update(len(content).to_bytes(8, "big") + content)
    return found.digest()


def settings_credential(registry: Registry) -> Credential | None:
    """Return what the registries file says; the password is read each time, for it is renewed.

    Raises:
        ImageUnavailableError: The file of the password cannot be read.
    """
    if registry.username is None or registry.password_file is None:
        return None
    try:
        with registry.password_file.open("rb") as file:
            password = file.read(_LONGEST_PASSWORD).rstrip(b"\r\n").decode()
    except OSError as exc:
        raise ImageUnavailableError(
            f"password file {registry.password_file} cannot be read: {exc.strerror}"
        ) from exc
    except UnicodeDecodeError as exc:
        raise ImageUnavailableError(f"password file {registry.password_file} is not UTF-8") from exc
    return Credential(username=registry.username, password=password)
