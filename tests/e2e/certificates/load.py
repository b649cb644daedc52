# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Clients from outside that never stop asking, and count what fails."""

import json
import ssl
import threading
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import urllib3

from localcluster.api import Api
from localcluster.errors import LocalClusterError
from localcluster.images import Pushed
from localcluster.ports import HOST
from localcluster.world import PROTECTED
from tests.e2e.certificates.world import LATE, Certified, secret

_ASSETS = Path(__file__).parents[2] / "assets"
_CONFIGURATION = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/bondstone"


@dataclass
class Load:
    """One client in a thread of its own."""

    name: str
    ask: Callable[[], None]
    pause: float
    asked: int = 0
    failed: list[str] = field(default_factory=list)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to ask."""
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopped.wait(self.pause):
            self.asked += 1
            try:
                self.ask()
            except (LocalClusterError, urllib3.exceptions.HTTPError, OSError) as exc:
                self.failed.append(f"{time.strftime('%H:%M:%S')} {exc}"[:600])


def loads(certified: Certified, image: Pushed) -> list[Load]:
    """Return one client for each hop: new connections each time, where we open them."""
    created = [_creations(certified, image) for _ in range(2)]
    return [
        Load(name="pods through the API server", ask=created[0], pause=0.1),
        Load(name="the same, beside it", ask=created[1], pause=0.1),
        Load(name="extender", ask=_extender(certified), pause=0.1),
        Load(name="webhook", ask=_webhook(certified), pause=0.1),
    ]


def _creations(certified: Certified, image: Pushed) -> Callable[[], None]:
    path = f"/api/v1/namespaces/{PROTECTED}/pods?dryRun=All"
    document = {
        "metadata": {"generateName": "load-"},
        "spec": {"containers": [{"name": "c", "image": image.reference}]},
    }
    api = _api(certified)
    return lambda: api.call("POST", path, document)


def _extender(certified: Certified) -> Callable[[], None]:
    url = f"https://{HOST}:{certified.world.cluster.ports.extender}/filter"
    body = (_ASSETS / "extender" / "filter.json").read_bytes()

    def ask() -> None:
        now = certified.mounts.now(secret("extender-client"))
        bundle = (now / "ca.crt").read_text()
        _post(url, body, _context(bundle, now / "tls.crt", now / "tls.key"))

    return ask


def _webhook(certified: Certified) -> Callable[[], None]:
    """Be another API server, which is late to know of changes of the configuration."""
    url = f"https://{HOST}:{certified.world.cluster.ports.webhook}/validate"
    body = (_ASSETS / "reviews" / "dry-run.json").read_bytes()

    known: list[tuple[float, str]] = []
    api, pki, client = _api(certified), certified.world.cluster.pki, "webhook-client"

    def ask() -> None:
        found = api.call("GET", _CONFIGURATION)
        bundle = b64decode(found["webhooks"][0]["clientConfig"]["caBundle"]).decode()
        known.append((time.monotonic() + LATE, bundle))
        while len(known) > 1 and known[1][0] <= time.monotonic():
            known.pop(0)
        _post(url, body, _context(known[0][1], pki.certificate(client), pki.key(client)))

    return ask


def _api(certified: Certified) -> Api:
    """Return a way to the API server of one's own."""
    cluster = certified.world.cluster
    return Api(cluster.url, cluster.pki)


def _context(bundle: str, certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=bundle)
    context.load_cert_chain(certificate, key)
    return context


def _post(url: str, body: bytes, context: ssl.SSLContext) -> None:
    with urllib3.PoolManager(ssl_context=context, retries=False, timeout=10) as pool:
        headers = {"Content-Type": "application/json"}
        answer = pool.request("POST", url, body=body, headers=headers)
        if answer.status != 200:
            raise LocalClusterError(f"{url}: {answer.status} {answer.data.decode()[:300]}")
        json.loads(answer.data)
