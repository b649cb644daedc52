# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One connection to an API server: JSON in, JSON out, bounded in size and time.

TLS and credentials (kubeconfig, exec plug-ins, in-cluster tokens that rotate) are the client
library's; its models are not used.
"""

import json
from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3
from kubernetes import client

from cluster.answers import parse_answer, read_answer, reason_of, status_error
from cluster.errors import AnswerError, UnreachableError

LINE_LIMIT = 8 * 1024 * 1024
"""Bytes of one watch event: etcd takes objects of 1.5 MiB."""
_CONNECT_SECONDS = 3.0
_READ_SECONDS = 20.0
_SSA = "application/apply-patch+yaml"
_DRY = {"dryRun": "All"}
_MERGE = "application/merge-patch+json"

Params = Mapping[str, str]
Watch = Generator[dict[str, Any], None, None]


class Connection:
    """Requests to one API server; safe to use from several threads.

    Args:
        configuration: The client library's, loaded by ``connect``.
    """

    def __init__(self, configuration: Any) -> None:  # noqa: ANN401  the library ships no types
        configuration.retries = False
        configuration.connection_pool_maxsize = 16
        self._configuration = configuration
        self._pool: urllib3.PoolManager = client.ApiClient(configuration).rest_client.pool_manager

    def get(
        self, path: str, params: Params | None = None, *, seconds: float = _READ_SECONDS
    ) -> dict[str, Any]:
        """Get one object or list.

        Raises:
            ClusterError: One of its leaves.
        """
        return self._json("GET", path, params=params, seconds=seconds)

    def apply(
        self, path: str, document: Mapping[str, object], *, field_manager: str, dry: bool = False
    ) -> dict[str, Any]:
        """Server-side apply (KEP-555), a dry one where nothing is to be stored.

        What another manager owns is taken over.

        Raises:
            ClusterError: One of its leaves.
        """
        params = {"fieldManager": field_manager, "force": "true", **(_DRY if dry else {})}
        return self._json("PATCH", path, params=params, body=document, content_type=_SSA)

    def merge_patch(self, path: str, document: Mapping[str, object]) -> dict[str, Any]:
        """Merge patch (RFC 7386).

        Raises:
            ClusterError: One of its leaves.
        """
        return self._json("PATCH", path, body=document, content_type=_MERGE)

    def create(self, path: str, document: Mapping[str, object]) -> dict[str, Any]:
        """Create an object.

        Raises:
            ClusterError: One of its leaves.
        """
        return self._json("POST", path, body=document)

    def watch(self, path: str, params: Params, *, idle_seconds: float) -> Watch:
        """Yield watch events until the API server ends the stream.

        Args:
            path: Of the collection.
            params: With ``watch`` and ``resourceVersion``.
            idle_seconds: Silence after which the connection counts as dead.

        Raises:
            ClusterError: One of its leaves.
        """
        response = self._request("GET", path, params=params, seconds=idle_seconds)
        try:
            buffer = b""
            for chunk in response.stream(65536):
                buffer += chunk
                *lines, buffer = buffer.split(b"\n")
                for line in lines:
                    yield parse_answer(line, path)
                if len(buffer) > LINE_LIMIT:
                    raise AnswerError(f"{path}: a watch event exceeds {LINE_LIMIT} bytes")
        except urllib3.exceptions.HTTPError as exc:
            raise UnreachableError(f"watch of {path} broke: {reason_of(exc)}") from exc
        finally:
            response.close()

    def _json(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: object = None,
        content_type: str = "application/json",
        seconds: float = _READ_SECONDS,
    ) -> dict[str, Any]:
        response = self._request(
            method, path, params=params, body=body, content_type=content_type, seconds=seconds
        )
        return parse_answer(read_answer(response, path), path)

    def _request(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: object = None,
        content_type: str = "application/json",
        seconds: float,
    ) -> urllib3.BaseHTTPResponse:
        url = self._configuration.host + path + (f"?{urlencode(params)}" if params else "")
        headers = {"Accept": "application/json", "User-Agent": "bondstone"}
        if body is not None:
            headers["Content-Type"] = content_type
        token = self._configuration.auth_settings().get("BearerToken")
        if token:
            headers["Authorization"] = token["value"]
        try:
            response = self._pool.request(
                method,
                url,
                body=None if body is None else json.dumps(body).encode(),
                headers=headers,
                timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=seconds),
                redirect=False,
                preload_content=False,
            )
        except urllib3.exceptions.HTTPError as exc:
            host = self._configuration.host
            raise UnreachableError(
                f"API server {host} cannot be reached: {reason_of(exc)}"
            ) from exc
        if response.status >= 300:
            raise status_error(method, path, response)
        return response
