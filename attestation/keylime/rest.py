# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""GETs of Keylime's REST API, in the version that both sides speak.

Never with an ``Authorization`` header: a verifier that sees one asks for no certificate any more
(keylime.md 1.6).
"""

from attestation.errors import ServiceUnavailableError
from attestation.http.client import Client
from attestation.http.reply import Reply
from attestation.keylime.envelope import results_of, says_unknown_agent
from attestation.keylime.versions import newest_common

_NOT_FOUND = 404


class Rest:
    """One server of Keylime: a verifier or a registrar.

    Args:
        client: Asks it.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._version = ""

    @property
    def version(self) -> str:
        """Return the version that is spoken, empty where none was chosen yet."""
        return self._version

    def get(self, path: str, *, deadline: float) -> Reply:
        """Get ``/vN.M/path``; a version that is not served any more is negotiated again, once.

        Args:
            path: Behind the version, with its query.
            deadline: Instant of ``time.monotonic``.

        Raises:
            AttestationError: There is no answer, or no version in common.
        """
        known = self._version
        reply = self._get(path, known or self._negotiate(deadline), deadline)
        if known and reply.status == _NOT_FOUND and not says_unknown_agent(reply):
            reply = self._get(path, self._negotiate(deadline), deadline)
        return reply

    def close(self) -> None:
        """Close connections."""
        self._client.close()

    def _get(self, path: str, version: str, deadline: float) -> Reply:
        try:
            return self._client.get(f"/v{version}/{path}", deadline=deadline)
        except ServiceUnavailableError:
            self._version = ""  # whoever comes back may be another release
            raise

    def _negotiate(self, deadline: float) -> str:
        reply = self._client.get("/version", deadline=deadline)
        self._version = newest_common(results_of(reply), source=self._client.host)
        return self._version
