# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry that says the truth until it is told to lie (OCI distribution-spec v1.1, pulling)."""

import hashlib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.simulators.answers import Answer, Asked
from tests.simulators.https import HttpsSimulator, serving

CIPHERTEXT = bytes(range(255, -1, -1)) * 4  # what a layer holds unless it was put otherwise


class RegistrySimulator(HttpsSimulator):
    """Manifests and blobs by path."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self._truths: dict[str, Answer] = {}
        self.gate: Callable[[Asked], Answer | None] = lambda _: None

    def put_manifest(self, name: str, content: bytes, *, media_type: str) -> str:
        """Serve a manifest under ``repository:tag`` and under its digest, which is returned."""
        repository, _, tag = name.partition(":")
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        headers = {"Content-Type": media_type, "Docker-Content-Digest": digest}
        for wanted in (tag, digest):
            path = f"/v2/{repository}/manifests/{wanted}"
            self._truths[path] = Answer(headers=headers, body=content)
        return digest

    def put_blob(self, repository: str, digest: str, content: bytes) -> None:
        """Serve a blob, whatever its digest says."""
        self._truths[f"/v2/{repository}/blobs/{digest}"] = Answer(body=content)

    def truth(self, path: str) -> Answer:
        """Return what is served under a path: the beginning of a lie that is nearly true."""
        if path in self._truths:
            return self._truths[path]
        return Answer(body=CIPHERTEXT) if "/blobs/" in path else Answer(status=404)

    def reply(self, asked: Asked) -> Answer:
        """Choose an answer that is no lie: the gate's, or the truth."""
        found = self.gate(asked) or self.truth(asked.path)
        if "Range" in asked.headers and found.status == 200:
            return replace(found, status=206, body=found.body[:512])
        return found


@contextmanager
def registry_simulator(
    context: ssl.SSLContext | None, *, port: int = 0
) -> Iterator[RegistrySimulator]:
    """Serve on a port of the loopback interface, 0 for any; without a context, not over TLS."""
    with serving(RegistrySimulator(port), context) as server:
        yield server
