# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images in a local registry: plain ones, and ones that skopeo has really encrypted."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import urllib3
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from localcluster.errors import LocalClusterError
from localcluster.layout import Recipe, write_layout
from localcluster.packages import require_skopeo
from localcluster.registry import LocalRegistry

_INDEX = "application/vnd.oci.image.index.v1+json"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """An image in the registry."""

    reference: str
    digest: str


class Images:
    """Makes and pushes images.

    Args:
        registry: Where to.
    """

    def __init__(self, registry: LocalRegistry) -> None:
        self.registry = registry
        self._skopeo = require_skopeo()
        self._folder = registry.folder / "layouts"
        self._folder.mkdir(exist_ok=True)
        certificates = registry.folder / "skopeo-certs"
        certificates.mkdir(exist_ok=True)
        shutil.copy(registry.ca, certificates / "ca.crt")
        self._certificates = certificates
        self.recipient = self._make_recipient()
        self._pool = urllib3.PoolManager(ca_certs=str(registry.ca))

    def plain(self, name: str, recipe: Recipe | None = None) -> Pushed:
        """Push an image as it is."""
        return self._copy(name, recipe or Recipe(), [])

    def encrypted(self, name: str, recipe: Recipe | None = None, *, layer: str = "") -> Pushed:
        """Push an image encrypted for ``recipient`` (scheme jwe).

        Args:
            name: Repository and tag.
            recipe: What to make.
            layer: skopeo's ``--encrypt-layer``: ``-1`` encrypts the last one only.
        """
        arguments = ["--encryption-key", f"jwe:{self.recipient}"]
        if layer:
            arguments += [f"--encrypt-layer={layer}"]
        return self._copy(name, recipe or Recipe(), arguments)

    def mixed_index(self, name: str) -> Pushed:
        """Push an index of an encrypted image for amd64 and a plain one for arm64."""
        repository = name.partition(":")[0]
        one = Recipe(platforms=("linux/amd64",), seed=name)
        other = Recipe(platforms=("linux/arm64",), seed=name)
        entries = [
            self._entry(self.encrypted(f"{repository}:part-1", one), "amd64"),
            self._entry(self.plain(f"{repository}:part-2", other), "arm64"),
        ]
        document = {"schemaVersion": 2, "mediaType": _INDEX, "manifests": entries}
        return self.put_manifest(name, json.dumps(document).encode(), media_type=_INDEX)

    def put_manifest(self, name: str, content: bytes, *, media_type: str) -> Pushed:
        """Push a manifest as raw bytes, as nobody's tool would."""
        repository, _, tag = name.partition(":")
        url = f"https://{self.registry.host}/v2/{repository}/manifests/{tag}"
        headers = {"Content-Type": media_type, **self._headers()}
        answer = self._pool.request("PUT", url, body=content, headers=headers)
        if answer.status != 201:
            raise LocalClusterError(f"PUT {url}: {answer.status} {answer.data[:300]!r}")
        return self._pushed(name, answer.headers["Docker-Content-Digest"])

    def get_manifest(self, name: str) -> tuple[bytes, str]:
        """Return the raw bytes and the type of a manifest."""
        repository, _, tag = name.partition(":")
        url = f"https://{self.registry.host}/v2/{repository}/manifests/{tag}"
        headers = {"Accept": f"{_MANIFEST}, {_INDEX}", **self._headers()}
        answer = self._pool.request("GET", url, headers=headers)
        if answer.status != 200:
            raise LocalClusterError(f"GET {url}: {answer.status} {answer.data[:300]!r}")
        return answer.data, answer.headers["Content-Type"]

    def _entry(self, image: Pushed, architecture: str) -> dict[str, object]:
        name = image.reference.removeprefix(f"{self.registry.host}/")
        content, media_type = self.get_manifest(name)
        return {
            "mediaType": media_type,
            "digest": image.digest,
            "size": len(content),
            "platform": {"os": "linux", "architecture": architecture},
        }

    def _copy(self, name: str, recipe: Recipe, arguments: list[str]) -> Pushed:
        layout = self._folder / name.replace("/", "_").replace(":", "_")
        shutil.rmtree(layout, ignore_errors=True)
        write_layout(layout, recipe)
        digest_file = layout / "pushed-digest"
        command = [self._skopeo, "copy", "--quiet", "--insecure-policy", *arguments]
        command += ["--dest-cert-dir", str(self._certificates), "--digestfile", str(digest_file)]
        if len(recipe.platforms) > 1:
            command.append("--all")
        else:
            system, architecture = recipe.platforms[0].split("/")[:2]
            command[1:1] = ["--override-os", system, "--override-arch", architecture]
        if self.registry.login is not None:
            login = self.registry.login
            command += ["--dest-creds", f"{login.username}:{login.password}"]
        command += [f"oci:{layout}", f"docker://{self.registry.host}/{name}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise LocalClusterError(f"skopeo copy of {name} failed: {done.stderr.strip()[-500:]}")
        return self._pushed(name, digest_file.read_text().strip())

    def _pushed(self, name: str, digest: str) -> Pushed:
        return Pushed(reference=f"{self.registry.host}/{name}", digest=digest)

    def _headers(self) -> dict[str, str]:
        if self.registry.login is None:
            return {}
        login = self.registry.login
        return urllib3.make_headers(basic_auth=f"{login.username}:{login.password}")

    def _make_recipient(self) -> Path:
        """Make the key pair of whom images are encrypted for."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        path = self.registry.folder / "recipient.pub"
        path.write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        return path
