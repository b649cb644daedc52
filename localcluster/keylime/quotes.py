# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The HTTPS server of an agent: what the verifier asks every few seconds (API 2.2, pull)."""

import json
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from localcluster.errors import LocalClusterError
from localcluster.keylime.tpm import SoftwareTpm
from localcluster.ports import HOST

AGENT_API = "2.2"
DATA_PCR = 16
"""Bound to the agent's key; in every quote."""
Results = dict[str, Any]


class QuoteAnswers:
    """What an agent answers.

    Args:
        tpm: Whose quotes.
        public_key: PEM of the key that each first quote is bound to.
    """

    def __init__(self, tpm: SoftwareTpm, public_key: str) -> None:
        self._tpm = tpm
        self._public_key = public_key

    def answer(self, target: str) -> Results | None:
        """Return ``results`` for a request target; None where there is nothing.

        Raises:
            LocalClusterError: The TPM did not quote.
            ValueError: The query is not one that Keylime sends.
        """
        parts = urlsplit(target)
        if parts.path == "/version":
            return {"supported_version": AGENT_API}
        if parts.path != f"/v{AGENT_API}/quotes/integrity":
            return None
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        mask = int(query.get("mask", "0x0"), 16)
        return self._quote(query.get("nonce", ""), mask, whole=query.get("partial") == "0")

    def _quote(self, nonce: str, mask: int, *, whole: bool) -> Results:
        self._tpm.reset(DATA_PCR)
        self._tpm.extend(DATA_PCR, self._public_key.encode())
        pcrs = sorted({DATA_PCR, *(pcr for pcr in range(24) if mask >> pcr & 1)})
        parts = self._tpm.quote(pcrs, nonce.encode())
        results: Results = {
            "quote": "r" + ":".join(b64encode(part).decode() for part in parts),
            "hash_alg": "sha256",
            "enc_alg": "rsa",
            "sign_alg": "rsassa",
            "boottime": 1,
        }
        return results | ({"pubkey": self._public_key} if whole else {})


class QuoteServer:
    """Answers the verifier over mutual TLS, on one port for the agent's whole life.

    Args:
        answers: Called for each request, in a thread of its own.
        certificate: Of the agent, which the verifier pins.
        key: Of that certificate.
        authority: Who signed the verifier's client certificate.
        port: TCP port, 0 for any free one.
    """

    def __init__(
        self, answers: Callable[[str], Results | None], *, certificate: Path, key: Path,
        authority: Path, port: int = 0,
    ) -> None:  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(certificate, key)
        context.load_verify_locations(authority)
        context.verify_mode = ssl.CERT_REQUIRED
        self._server = _Server((HOST, port), _request_class(answers))
        # The handshake is for the thread of the connection: a slow one holds up nobody.
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close the port: whoever connects is refused."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close waits for them, and so for their calls of the TPM

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet: a client that went away, or had no certificate, is no fault of ours."""


def _request_class(answers: Callable[[str], Results | None]) -> type[BaseHTTPRequestHandler]:
    class Request(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            """Answer one request."""
            try:
                results = answers(self.path)
            except ValueError as exc:
                self._send(400, str(exc), {})
            except LocalClusterError as exc:
                self._send(500, str(exc), {})
            else:
                code = 404 if results is None else 200
                self._send(code, "Success" if results is not None else "not found", results or {})

        def _send(self, code: int, status: str, results: Results) -> None:
            body = json.dumps({"code": code, "status": status, "results": results}).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

    return Request
