# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where tokens come from: AAS, which is not asked in vain.

Source: isecl.md §5: ``POST {aas}/token``, answered with the JWT itself as text.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.hvs.credentials import Credentials
from attestation.hvs.jwt_expiry import expiry_of
from attestation.hvs.lockout import LOCKED_OUT, Lockout, retry_after
from attestation.hvs.neighbours import Server
from trust.times import clock_text

_LONGEST = timedelta(days=1)
_UNAUTHORIZED, _TOO_MANY = 401, 429


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedToken:
    """A token, and for how long it is good from now on."""

    token: str = field(repr=False)
    lifetime: timedelta


class TokenDesk:
    """Asks for tokens of one user; used by one thread at a time.

    Args:
        aas: Is asked, and nobody else ever gets the password.
        credentials: Reads the files as they are now.
        now: The clock.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        aas: Server,
        credentials: Callable[[], Credentials],
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._aas = aas
        self._credentials = credentials
        self._now = now
        self._clock = clock
        self._lockout: Lockout | None = None

    @property
    def host(self) -> str:
        """Return whom it asks, for messages."""
        return self._aas.host

    def fetch(self, *, deadline: float) -> FetchedToken:
        """Ask for a token, unless the password was refused or the user is locked out.

        Raises:
            AttestationError: There is none.
        """
        credentials = self._credentials()
        self._check_lockout(credentials)
        reply = self._aas.post(
            "/token",
            credentials.body,
            content_type="application/json",
            deadline=deadline,
            headers={"Accept": "application/jwt"},
        )
        if reply.status == _UNAUTHORIZED:
            raise self._locked(LOCKED_OUT, credentials, "refuses user and password")
        if reply.status == _TOO_MANY:
            pause = retry_after(reply.headers.get("retry-after", ""))
            raise self._locked(pause, None, "has locked the user out, or is asked too often")
        fetched = self._read(reply.require_ok().body)
        self._lockout = None
        return fetched

    def _read(self, body: bytes) -> FetchedToken:
        try:
            token = body.decode("ascii").strip()
            expires = expiry_of(token)
        except ValueError as exc:
            raise AnswerError(f"AAS {self._aas.host} gives no token") from exc
        lifetime = min(expires - self._now(), _LONGEST)
        if lifetime <= timedelta():
            raise AnswerError(
                f"AAS {self._aas.host} gives a token that expired at {clock_text(expires)}: "
                "compare its clock with ours"
            )
        return FetchedToken(token=token, lifetime=lifetime)

    def _locked(
        self, pause: timedelta, refused: Credentials | None, what: str
    ) -> ServiceUnavailableError:
        self._lockout = Lockout(
            until=self._clock() + pause.total_seconds(),
            told_until=self._now() + pause,
            refused=refused,
        )
        return ServiceUnavailableError(f"AAS {self._aas.host} {what}; {self._told(self._lockout)}")

    def _check_lockout(self, credentials: Credentials) -> None:
        lockout = self._lockout
        if lockout is not None and lockout.holds(credentials, clock=self._clock()):
            raise ServiceUnavailableError(
                f"AAS {self._aas.host} gave no token; {self._told(lockout)}"
            )

    @staticmethod
    def _told(lockout: Lockout) -> str:
        files = " or its files change" if lockout.refused is not None else ""
        return f"it is not asked again before {clock_text(lockout.told_until)}{files}"
