# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The API server asked directly, as administrator: what kubectl would be too slow for."""

import json
from typing import Any

import urllib3

from localcluster.errors import LocalClusterError
from localcluster.pki import Pki

_PATIENCE = 10.0


class Api:
    """JSON in, JSON out.

    Args:
        server: URL of the API server.
        pki: Whose administrator to be.
        patience: Seconds until an answer has to be there.
    """

    def __init__(self, server: str, pki: Pki, *, patience: float = _PATIENCE) -> None:
        self._server = server
        self._pool = urllib3.PoolManager(
            ca_certs=str(pki.ca),
            cert_file=str(pki.certificate("admin")),
            key_file=str(pki.key("admin")),
            maxsize=4,
            timeout=urllib3.Timeout(connect=2, read=patience),
        )

    def ready(self) -> bool:
        """Tell whether /readyz answers 200."""
        try:
            return self._pool.request("GET", f"{self._server}/readyz", retries=False).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def call(
        self, method: str, path: str, body: object = None, *, patch: str = "merge-patch"
    ) -> Any:  # noqa: ANN401  an API object has no narrower type here
        """Send a request.

        Raises:
            LocalClusterError: The answer is an error; the text is the API server's own.
        """
        headers = {"Content-Type": "application/json"}
        if method == "PATCH":
            headers["Content-Type"] = f"application/{patch}+json"
        content = None if body is None else json.dumps(body)
        try:
            answer = self._pool.request(
                method, self._server + path, body=content, headers=headers, retries=False
            )
        except urllib3.exceptions.HTTPError as exc:
            raise LocalClusterError(f"{method} {path}: {exc}") from exc
        if answer.status >= 400:
            raise ApiStatusError(method, path, answer.status, answer.data.decode(errors="replace"))
        return json.loads(answer.data)


class ApiStatusError(LocalClusterError):
    """The API server refused; ``status`` is the HTTP status."""

    def __init__(self, method: str, path: str, status: int, body: str) -> None:
        self.status = status
        super().__init__(f"{method} {path}: {status} {body[:500]}")


def etcd_healthy(port: int) -> bool:
    """Tell whether etcd answers on its client port."""
    try:
        answer = urllib3.request("GET", f"http://127.0.0.1:{port}/health", retries=False, timeout=2)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200
