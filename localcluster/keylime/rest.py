# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime's REST interface asked as its administrator: what tests and demo need of it."""

import json
from pathlib import Path
from typing import Any

import urllib3

from localcluster.errors import LocalClusterError

API = "v2.6"
_TIMEOUT = urllib3.Timeout(connect=2, read=20)


class KeylimeRest:
    """One server of Keylime.

    Args:
        url: ``https://host:port``, or ``http://`` for the port where agents register.
        tls: Folder with ca, and client (``.crt`` and ``.key``).
    """

    def __init__(self, url: str, tls: Path) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(
            ca_certs=str(tls / "ca.crt"),
            cert_file=str(tls / "client.crt"),
            key_file=str(tls / "client.key"),
            timeout=_TIMEOUT,
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.clear()

    def answers(self) -> bool:
        """Tell whether the server is there."""
        try:
            return self._pool.request("GET", f"{self._url}/version", retries=False).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Send a request below ``/v2.6``; return the HTTP status and ``results`` of the answer.

        Raises:
            LocalClusterError: There was no answer, or none of Keylime's form.
        """
        content = None if body is None else json.dumps(body)
        # A type without content is an error to Keylime.
        headers = {} if body is None else {"Content-Type": "application/json"}
        url = f"{self._url}/{API}{path}"
        try:
            answer = self._pool.request(method, url, body=content, headers=headers, retries=False)
            document = json.loads(answer.data)
        except (urllib3.exceptions.HTTPError, ValueError) as exc:
            raise LocalClusterError(f"Keylime: {method} {path}: {exc}") from exc
        if answer.status >= 400 and answer.status != 404:
            raise LocalClusterError(
                f"Keylime: {method} {path}: {answer.status} {document.get('status')}"
            )
        return answer.status, document.get("results")
