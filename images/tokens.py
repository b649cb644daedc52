# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bearer tokens, fetched for one repository and kept while they are young.

Source: distribution "Token Authentication Specification" and "OAuth2 Token Authentication".
"""

import json
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NoReturn
from urllib.parse import urlencode

import urllib3

from images.access import Access
from images.body import read_body
from images.challenge import Bearer
from images.client import Client
from images.credential import Credential, scope_of
from images.errors import ImageUnavailableError, RefusedError, TooManyRequestsError
from images.patience import retry_after

_LIMIT = 65536
_KEPT = 1024
_SHORTEST, _LONGEST = 60.0, 3600.0
"""Seconds: a token without a lifetime has 60; one that claims to live for ever does not."""
_YOUNG = 0.8
"""Share of its lifetime after which a token is fetched anew."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,32768}")  # RFC 6750 §2.1, bounded
_CLIENT = "bondstone"

_Key = tuple[str, str, bytes]


class Tokens:
    """Fetches tokens; never gives one to another repository, registry or user.

    Args:
        client: Sends the requests.
        clock: Seconds that never go back.
    """

    def __init__(self, client: Client, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[str, float]] = OrderedDict()

    def known(self, access: Access, credential: Credential | None) -> str | None:
        """Return a token that is still young."""
        with self._lock:
            kept = self._kept.get(_key(access, credential))
        return kept[0] if kept is not None and self._clock() < kept[1] else None

    def fetch(
        self, access: Access, challenge: Bearer, credential: Credential | None, *, deadline: float
    ) -> str:
        """Ask the service of a challenge for a token to pull from one repository.

        Raises:
            RefusedError: It refuses the credentials.
            ImageUnavailableError: It gives no token in time, or nothing that could be one.
        """
        host = access.registry.host
        asked_at = self._clock()
        with self._ask(access, challenge, credential, deadline=deadline) as response:
            if response.status in (400, 401, 403):
                raise RefusedError(
                    f"the token service of registry {host} refuses the credentials "
                    f"({response.status})"
                )
            if response.status == 429:
                raise TooManyRequestsError(
                    f"the token service of registry {host} answers 429",
                    seconds=retry_after(response.headers.get("Retry-After", "")),
                )
            if response.status != 200:
                raise ImageUnavailableError(
                    f"the token service of registry {host} answers {response.status}"
                )
            try:
                content = read_body(response, limit=_LIMIT, deadline=deadline)
            except ImageUnavailableError as exc:
                raise type(exc)(f"the token service of registry {host}: {exc}") from exc
        token, lifetime = _read(content, host)
        with self._lock:
            self._kept[_key(access, credential)] = (token, asked_at + _YOUNG * lifetime)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return token

    def _ask(
        self, access: Access, challenge: Bearer, credential: Credential | None, *, deadline: float
    ) -> AbstractContextManager[urllib3.BaseHTTPResponse]:
        # The scope is ours: a registry cannot make us fetch a token for somebody else's image.
        fields = {"service": challenge.service} if challenge.service else {}
        fields["scope"] = f"repository:{access.repository}:pull"
        headers: dict[str, str] = {}
        body: bytes | None = None
        if credential is not None and credential.identity_token:
            fields |= {
                "grant_type": "refresh_token",
                "refresh_token": credential.identity_token,
                "client_id": _CLIENT,
            }
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            url, body = challenge.realm, urlencode(fields).encode()
        else:
            url = f"{challenge.realm}?{urlencode(fields)}"
            if credential is not None:
                headers["Authorization"] = credential.basic
        return self._client.send(
            url, headers=headers, registry=access.registry, deadline=deadline, body=body
        )


def _key(access: Access, credential: Credential | None) -> _Key:
    return (access.registry.host, access.repository, scope_of(credential))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _read(content: bytes, host: str) -> tuple[str, float]:
    """Return the token and its lifetime in seconds."""
    try:
        document = json.loads(content, parse_constant=_no_constant)
    except (ValueError, RecursionError) as exc:
        raise ImageUnavailableError(
            f"the token service of registry {host} does not answer in JSON"
        ) from exc
    fields = document if isinstance(document, dict) else {}
    token = fields.get("token") or fields.get("access_token")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise ImageUnavailableError(f"the token service of registry {host} gives no token")
    lifetime = fields.get("expires_in")
    if isinstance(lifetime, bool) or not isinstance(lifetime, int | float):
        lifetime = _SHORTEST
    return token, min(max(float(lifetime), _SHORTEST), _LONGEST)
