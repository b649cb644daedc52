# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""OCI image layouts to begin with."""

import hashlib
import json
from pathlib import Path

CIPHERTEXT = bytes(range(255, -1, -1)) * 4
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def put_blob(folder: Path, content: bytes) -> dict[str, object]:
    """Write a blob, and return digest and size of a descriptor."""
    value = hashlib.sha256(content).hexdigest()
    (folder / "blobs" / "sha256").mkdir(parents=True, exist_ok=True)
    (folder / "blobs" / "sha256" / value).write_bytes(content)
    return {"digest": f"sha256:{value}", "size": len(content)}


def put_layout(folder: Path, content: bytes, *, media_type: str = _MANIFEST) -> str:
    """Write a layout whose image is these bytes; return their digest."""
    descriptor = {"mediaType": media_type, **put_blob(folder, content)}
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [descriptor]}))
    return str(descriptor["digest"])


def with_layers_here(folder: Path, manifest: bytes) -> bytes:
    """Return a manifest with the same annotations over layers whose bytes are in the folder."""
    document = json.loads(manifest)
    for number, layer in enumerate(document["layers"]):
        layer.update(put_blob(folder, CIPHERTEXT + bytes([number])))
    return json.dumps(document).encode()
