# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The authentication service of ISecL: tokens for a password, and a lock-out (isecl.md §5)."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.simulators.answers import Answer, Asked

PATH = "/aas/v1/token"
_FAILURES = 5
_LOCKED_OUT = timedelta(minutes=15)
_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


class AasSimulator:
    """Gives tokens to one user, and knows which ones it gave.

    Args:
        now: Its clock.

    Attributes:
        password: Of the user ``bondstone``; it can be changed.
        lasts: How long a token is good.
        attempts: Requests for a token.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tokens: dict[str, datetime] = {}
        self._failures = 0
        self._failed_at = now()
        self.password = "s3cret"  # noqa: S105  of a simulator
        self.lasts = timedelta(minutes=120)
        self.attempts = 0

    def __call__(self, asked: Asked) -> Answer:
        """Answer one request."""
        self.attempts += 1
        if asked.path != PATH:
            return Answer(status=404)
        if asked.headers.get("Accept") != "application/jwt":
            return Answer(status=415, headers=_TEXT)
        fields = json.loads(asked.body)
        if set(fields) != {"username", "password"}:
            return Answer(status=400, headers=_TEXT)
        if self._now() - self._failed_at >= _LOCKED_OUT:
            self._failures = 0
        if self._failures >= _FAILURES:
            return Answer(status=429, headers=_TEXT)
        if fields != {"username": "bondstone", "password": self.password}:
            self._failures, self._failed_at = self._failures + 1, self._now()
            return Answer(status=401, headers=_TEXT)
        return Answer(headers={"Content-Type": "application/jwt"}, body=self._token().encode())

    def knows(self, token: str) -> bool:
        """Tell whether a token is one of its own, and still good."""
        return token in self._tokens and self._now() < self._tokens[token]

    def revoke(self) -> None:
        """Let no token be good that was given until now."""
        self._tokens.clear()

    def _token(self) -> str:
        expires = self._now() + self.lasts
        head = {"alg": "RS384", "kid": "f0ce278a0c48b9617c4175bbc3eb258c410c2675", "typ": "JWT"}
        claims = {
            "roles": [{"service": "HVS", "name": "ReportSearcher"}],
            "permissions": [{"service": "HVS", "rules": ["reports:search:*", "hosts:search:*"]}],
            "exp": int(expires.timestamp()),
            "iat": int(self._now().timestamp()),
            "iss": "AAS JWT Issuer",
            "sub": "bondstone",
        }
        serial = f"signature {self.attempts}".encode() * 8
        parts = (json.dumps(head).encode(), json.dumps(claims).encode(), serial)
        token = ".".join(map(_bare, parts))
        self._tokens[token] = expires
        return token


def _bare(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
