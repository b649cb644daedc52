# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What this package needs of an HTTP client; ``attestation.http.client.Client`` is one."""

from collections.abc import Mapping
from typing import Protocol

from attestation.http.reply import Reply


class Server(Protocol):
    """One server, asked over verified TLS within a deadline."""

    @property
    def host(self) -> str:
        """Return whom it asks, for messages."""
        ...

    def get(
        self, target: str, *, deadline: float, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send a GET and return the whole answer."""
        ...

    def post(
        self,
        target: str,
        body: bytes,
        *,
        content_type: str,
        deadline: float,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a POST that may be sent twice, and return the whole answer."""
        ...

    def close(self) -> None:
        """Close the connections that are kept."""
        ...
