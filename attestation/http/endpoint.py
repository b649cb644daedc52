# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where a verification service answers, and the files by which both sides know each other."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from attestation.errors import EndpointError

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One server. The files are read again when they change.

    Attributes:
        url: ``https://host``, with a port or without, and a path that all requests begin with.
        ca_file: The authorities that its certificate may come from, PEM; those of the system do
            not count.
        client_cert: Our certificate chain, PEM, where the service asks for one.
        client_key: Its private key, PEM and not encrypted.
        server_name: The name that must stand in its certificate where that is not the URL's host.
        body_limit: Bytes of one answer.
    """

    url: str
    ca_file: Path
    client_cert: Path | None = None
    client_key: Path | None = None
    server_name: str = ""
    body_limit: int = 32 * MEBIBYTE

    def __post_init__(self) -> None:
        """Refuse what could be misunderstood."""
        if not self.url.isascii() or not self.url.isprintable() or " " in self.url:
            raise EndpointError(f"{self.url!r} has characters that no URL has")
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError as exc:
            raise EndpointError(f"{self.url!r} is not a URL: {exc}") from exc
        if parts.scheme != "https" or not parts.hostname or port == 0:
            raise EndpointError(f"{self.url!r} must be https://host or https://host:port")
        if "@" in parts.netloc:
            raise EndpointError("the URL holds credentials: give them as files")
        if "?" in self.url or "#" in self.url:
            raise EndpointError(f"{self.url!r} must end with its path")
        if (self.client_cert is None) != (self.client_key is None):
            raise EndpointError("a client certificate and its key go together: give both files")

    @property
    def host(self) -> str:
        """Return name or address, and port where it is given, for messages."""
        return urlsplit(self.url).netloc

    @property
    def hostname(self) -> str:
        """Return name or address alone, without brackets."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Return the TCP port."""
        return urlsplit(self.url).port or 443

    @property
    def prefix(self) -> str:
        """Return the path that requests begin with, without a slash at its end."""
        return urlsplit(self.url).path.rstrip("/")
