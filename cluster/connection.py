# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One connection to an API server: JSON in, JSON out, bounded in size and time.

TLS and credentials (kubeconfig, exec plug-ins, in-cluster tokens that rotate) are the client
library's; its models are not used.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import urllib3
from kubernetes import client, config
from kubernetes.config.config_exception import ConfigException

from cluster.errors import (
    AnswerError,
    ClusterError,
    ForbiddenError,
    GoneError,
    NotFoundError,
    RefusedError,
    UnreachableError,
)

BODY_LIMIT = 64 * 1024 * 1024
"""Bytes of one answer: a page of 500 large objects stays below."""
LINE_LIMIT = 8 * 1024 * 1024
"""Bytes of one watch event: etcd takes objects of 1.5 MiB."""
_CONNECT_SECONDS = 3.0
_READ_SECONDS = 20.0
_SSA = "application/apply-patch+yaml"
_MERGE = "application/merge-patch+json"
_STATUS_ERRORS = {401: ForbiddenError, 403: ForbiddenError, 404: NotFoundError, 410: GoneError}

Params = Mapping[str, str]


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
        self, path: str, document: Mapping[str, object], *, field_manager: str
    ) -> dict[str, Any]:
        """Server-side apply (KEP-555); what another manager owns is taken over.

        Raises:
            ClusterError: One of its leaves.
        """
        params = {"fieldManager": field_manager, "force": "true"}
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

    def watch(self, path: str, params: Params, *, idle_seconds: float) -> Iterator[dict[str, Any]]:
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
                    yield _parse(line, path)
                if len(buffer) > LINE_LIMIT:
                    raise AnswerError(f"{path}: a watch event exceeds {LINE_LIMIT} bytes")
        except urllib3.exceptions.HTTPError as exc:
            raise UnreachableError(f"watch of {path} broke: {_reason(exc)}") from exc
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
        return _parse(_read(response, path), path)

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
            raise UnreachableError(f"API server {host} cannot be reached: {_reason(exc)}") from exc
        if response.status >= 300:
            raise _status_error(method, path, response)
        return response


def connect(kubeconfig: Path | None) -> Connection:
    """Load credentials and make sure that the API server answers.

    Args:
        kubeconfig: A file, or None inside a cluster.

    Raises:
        ClusterError: The file is missing or wrong, or the API server cannot be reached.
    """
    configuration = client.Configuration()
    try:
        if kubeconfig is None:
            config.load_incluster_config(client_configuration=configuration)
        else:
            config.load_kube_config(str(kubeconfig), client_configuration=configuration)
    except (ConfigException, OSError, ValueError, TypeError, KeyError) as exc:
        where = f"kubeconfig {kubeconfig}" if kubeconfig else "in-cluster credentials"
        raise ClusterError(f"{where} cannot be used: {_first_line(exc)}") from exc
    if not configuration.verify_ssl:
        raise ClusterError(f"kubeconfig {kubeconfig} turns off TLS verification: give a CA instead")
    connection = Connection(configuration)
    connection.get("/version", seconds=5)
    return connection


def _read(response: urllib3.BaseHTTPResponse, path: str, limit: int = BODY_LIMIT) -> bytes:
    try:
        content = response.read(limit + 1)
    except urllib3.exceptions.HTTPError as exc:
        raise UnreachableError(f"{path}: the answer broke off: {_reason(exc)}") from exc
    if len(content) > limit:
        response.close()
        raise AnswerError(f"{path}: the answer exceeds {limit} bytes")
    response.release_conn()
    return content


def _parse(content: bytes, path: str) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as exc:
        raise AnswerError(f"{path}: the answer is not JSON") from exc
    if not isinstance(document, dict):
        raise AnswerError(f"{path}: the answer is not an object")
    return document


def _status_error(method: str, path: str, response: urllib3.BaseHTTPResponse) -> ClusterError:
    """Turn a Status of the API into an error with its own message."""
    status = response.status
    try:
        message = _parse(_read(response, path, 65536), path).get("message", "")
    except ClusterError:
        message = ""
    error = _STATUS_ERRORS.get(status, RefusedError)
    return error(f"{method} {path}: {status} {str(message)[:300]}".rstrip())


def _reason(exc: Exception) -> str:
    """Return the innermost sentence of urllib3's nested texts."""
    text = str(getattr(exc, "reason", None) or exc)
    return re.sub(r"^.*?object at 0x[0-9a-f]+>: |^\S+Connection\(host=[^)]*\): ", "", text)[:200]


def _first_line(exc: Exception) -> str:
    return (str(exc).splitlines() or [type(exc).__name__])[0][:300]
