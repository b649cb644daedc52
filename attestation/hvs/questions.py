# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Questions to HVS in the name of one user: with a token, and once more with a new one after 401.

Source: isecl.md §5. HVS answers 415 unless Accept is exactly one of its types, 400 to parameters
that it does not know, and 401 also where only a permission is missing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from attestation.errors import AnswerError
from attestation.http.reply import Reply
from attestation.hvs.clock import check_clock
from attestation.hvs.neighbours import Server
from attestation.hvs.tokens import Tokens

JSON = "application/json"
SAML = "application/samlassertion+xml"
_OK, _BAD_REQUEST, _UNAUTHORIZED = 200, 400, 401


class Questions:
    """Asks HVS; safe to use from several threads.

    Args:
        hvs: Is asked, and nobody else ever gets the token.
        tokens: Shows who asks.
        now: The clock.
    """

    def __init__(self, hvs: Server, tokens: Tokens, *, now: Callable[[], datetime]) -> None:
        self._hvs = hvs
        self._tokens = tokens
        self._now = now

    def ask(self, path: str, query: Mapping[str, str], *, accept: str, deadline: float) -> Reply:
        """Send a GET and return the answer, whose status is 200, and whose Date is now.

        Args:
            path: Under the base of HVS.
            query: Parameters, all of which HVS knows.
            accept: The one type that is asked for.
            deadline: Instant of ``time.monotonic``.

        Raises:
            AttestationError: There is no such answer.
        """
        target = f"{path}?{urlencode(query)}"
        token = self._tokens.current(deadline=deadline)
        reply = self._send(target, accept, token, deadline)
        if reply.status == _UNAUTHORIZED:
            token = self._tokens.instead_of(token, deadline=deadline)
            reply = self._send(target, accept, token, deadline)
        if reply.status == _UNAUTHORIZED:
            self._tokens.in_vain()
            raise AnswerError(
                f"HVS {self._hvs.host} refuses the user (401): it needs the permissions "
                "reports:search and hosts:search in AAS"
            )
        if reply.status == _BAD_REQUEST:
            raise AnswerError(
                f"{reply.source} answers with status 400: it does not know a parameter of the "
                "question; old releases of HVS have getConnectionStatus instead of getHostStatus "
                "and no pages: use release 4.0 of ISecL or a newer one"
            )
        return reply.require_ok()

    def _send(self, target: str, accept: str, token: str, deadline: float) -> Reply:
        headers = {"Accept": accept, "Authorization": f"Bearer {token}"}
        asked_at = self._now()
        reply = self._hvs.get(target, deadline=deadline, headers=headers)
        if reply.status == _OK:
            check_clock(
                reply.date,
                asked_at=asked_at,
                received_at=self._now(),
                source=self._hvs.host,
            )
        return reply
