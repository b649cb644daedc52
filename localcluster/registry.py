# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A real registry (distribution) with TLS on the loopback interface."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import urllib3

from localcluster.binaries import Binaries
from localcluster.pki import Pki
from localcluster.ports import HOST
from localcluster.process import Process

SERVICE = "localcluster"
"""Who issues tokens, and for whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """User and password of a registry that asks for them."""

    username: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLogin(Login):
    """User and password that a token service asks for; the registry asks for its tokens.

    Attributes:
        realm: URL of the service.
        authority: Certificate of who signs its tokens.
    """

    realm: str
    authority: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRegistry:
    """A running registry.

    Attributes:
        host: As references write it.
        ca: Authority of its certificate.
        process: For tests that stop it.
        login: What it asks for.
        folder: Where its blobs and our layouts are.
    """

    host: str
    ca: Path
    process: Process
    login: Login | None
    folder: Path


@contextmanager
def registry_running(
    binaries: Binaries, pki: Pki, *, port: int, folder: Path, login: Login | None = None
) -> Iterator[LocalRegistry]:
    """Start a registry, and stop it whatever happens.

    Raises:
        LocalClusterError: It did not get ready.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "registry.json"
    configuration.write_text(json.dumps(_configuration(binaries, pki, port, folder, login)))
    process = Process(
        "registry",
        [str(binaries["registry"]), "serve", str(configuration)],
        log=folder / "registry.log",
        # It takes 4 MiB for each blob that it serves: to clear that away as often as Go does by
        # default costs more than serving.
        environment={"OTEL_TRACES_EXPORTER": "none", "GOGC": "400"},
    )
    host = f"{HOST}:{port}"
    try:
        process.wait_until(lambda: _answers(host, pki.ca), seconds=30)
        yield LocalRegistry(host=host, ca=pki.ca, process=process, login=login, folder=folder)
    finally:
        process.stop()


def _configuration(
    binaries: Binaries, pki: Pki, port: int, folder: Path, login: Login | None
) -> dict[str, object]:
    """Return what distribution reads; JSON is YAML."""
    tls = {"certificate": str(pki.certificate("registry")), "key": str(pki.key("registry"))}
    configuration: dict[str, object] = {
        "version": "0.1",
        "log": {"level": "warn", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(folder / "blobs")}},
        "http": {"addr": f"{HOST}:{port}", "tls": tls},
    }
    if isinstance(login, TokenLogin):
        configuration["auth"] = {
            "token": {
                "realm": login.realm,
                "service": SERVICE,
                "issuer": SERVICE,
                "rootcertbundle": str(login.authority),
            }
        }
    elif login is not None:
        line = subprocess.run(
            [str(binaries["htpasswd"]), login.username],
            input=login.password,
            capture_output=True,
            text=True,
            check=True,
        )
        (folder / "htpasswd").write_text(line.stdout)
        configuration["auth"] = {
            "htpasswd": {"realm": "localcluster", "path": str(folder / "htpasswd")}
        }
    return configuration


def _answers(host: str, ca: Path) -> bool:
    try:
        with urllib3.PoolManager(ca_certs=str(ca)) as pool:
            answer = pool.request("GET", f"https://{host}/v2/", retries=False, timeout=2)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status in (200, 401)
