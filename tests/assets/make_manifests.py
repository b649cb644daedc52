# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.assets.make_manifests``: manifests as skopeo writes them, made again.

Every run has keys of its own, so the files differ each time in keys, digests and sizes. Files that
other tools made stand in ``manifests/README.md`` with their commands.
"""

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from localcluster.layout import Recipe, write_layout
from localcluster.packages import require_skopeo

FOLDER = Path(__file__).parent / "manifests"
_INDEX = "application/vnd.oci.image.index.v1+json"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_BOTH = ("linux/amd64", "linux/arm64")
_ANNOTATIONS = {"org.opencontainers.image.source": "https://git.example/shop/api"}


class Maker:
    """Makes layouts in a folder, and copies them with skopeo.

    Args:
        folder: For keys and layouts.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._skopeo = require_skopeo()
        self._keys = [self._key(number) for number in range(2)]

    def plain(self, name: str, recipe: Recipe) -> str:
        """Write an OCI layout, and return it as skopeo names it."""
        write_layout(self._folder / name, recipe)
        return f"oci:{self._folder / name}"

    def copy(self, source: str, name: str, *arguments: str, kind: str = "oci") -> str:
        """Copy an image with skopeo."""
        target = f"{kind}:{self._folder / name}"
        command = [str(self._skopeo), "copy", "--quiet", "--insecure-policy", *arguments]
        subprocess.run([*command, source, target], check=True)
        return target

    def encrypt(self, source: str, name: str, *arguments: str, keys: int = 1) -> bytes:
        """Encrypt an image for so many keys, and return its manifest or index."""
        wanted = [f"--encryption-key=jwe:{key}" for key in self._keys[:keys]]
        target = Path(self.copy(source, name, *wanted, *arguments).partition(":")[2])
        (entry,) = json.loads((target / "index.json").read_text())["manifests"]
        return Path(target, "blobs", entry["digest"].replace(":", "/")).read_bytes()

    def annotate(self, source: str) -> None:
        """Give the manifest of a layout annotations, as builders do (OCI image-spec v1.1)."""
        folder = Path(source.partition(":")[2])
        index = json.loads((folder / "index.json").read_text())
        (entry,) = index["manifests"]
        path = folder / "blobs" / entry["digest"].replace(":", "/")
        document = json.loads(path.read_text())
        document["annotations"] = _ANNOTATIONS
        content = json.dumps(document).encode()
        digest = _digest(content)
        (folder / "blobs" / digest.replace(":", "/")).write_bytes(content)
        index["manifests"] = [{**entry, "digest": digest, "size": len(content)}]
        (folder / "index.json").write_text(json.dumps(index))

    def _key(self, number: int) -> Path:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
        path = self._folder / f"key-{number}.pem"
        path.write_bytes(
            key.public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        return path


def main() -> None:
    """Make them all."""
    with tempfile.TemporaryDirectory() as folder:
        maker = Maker(Path(folder))
        one = maker.plain("one", Recipe(layers=2))
        image = maker.encrypt(one, "jwe")
        _write("skopeo-jwe", image)
        _write("skopeo-jwe-two", maker.encrypt(one, "two", keys=2))
        both = maker.plain("both", Recipe(layers=2, platforms=_BOTH))
        _write("skopeo-index-all", maker.encrypt(both, "all", "--all"))
        docker = maker.copy(one, "docker", "--format=v2s2", kind="dir")
        _write("skopeo-from-docker-v2s2", maker.encrypt(docker, "from-docker"))
        annotated = maker.plain("annotated", Recipe(layers=2, seed="annotated"))
        maker.annotate(annotated)
        _write("skopeo-oci11-annotations", maker.encrypt(annotated, "oci11"))
        statement = _attestation()
        _write("buildkit-style-attestation", statement)
        _write("buildkit-style-index", _index(image, statement))


def _attestation() -> bytes:
    """Return a manifest of attestations, laid out as BuildKit documents it."""
    config, statement = b"{}", json.dumps({"_type": "https://in-toto.io/Statement/v0.1"}).encode()
    layer = _descriptor(statement, "application/vnd.in-toto+json")
    layer["annotations"] = {"in-toto.io/predicate-type": "https://slsa.dev/provenance/v0.2"}
    document = {
        "schemaVersion": 2,
        "mediaType": _MANIFEST,
        "config": _descriptor(config, "application/vnd.oci.image.config.v1+json"),
        "layers": [layer],
    }
    return json.dumps(document, indent=2).encode()


def _index(image: bytes, attestation: bytes) -> bytes:
    """Return an index of an image and of what is attested about it."""
    marks = {
        "vnd.docker.reference.digest": _digest(image),
        "vnd.docker.reference.type": "attestation-manifest",
    }
    entries = [
        {**_descriptor(image, _MANIFEST), "platform": {"architecture": "amd64", "os": "linux"}},
        {
            **_descriptor(attestation, _MANIFEST),
            "annotations": marks,
            "platform": {"architecture": "unknown", "os": "unknown"},
        },
    ]
    document = {"schemaVersion": 2, "mediaType": _INDEX, "manifests": entries}
    return json.dumps(document, indent=2).encode()


def _descriptor(content: bytes, media_type: str) -> dict[str, Any]:
    return {"mediaType": media_type, "digest": _digest(content), "size": len(content)}


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _write(name: str, content: bytes) -> None:
    (FOLDER / f"{name}.json").write_bytes(content)


if __name__ == "__main__":
    main()
