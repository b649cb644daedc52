# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Manifests to begin with: recorded ones by name, and changes to them."""

import hashlib
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from images.media_types import OCI_MANIFEST
from images.registry import Document

ASSETS = Path(__file__).parent.parent.parent / "assets" / "manifests"


def asset(name: str) -> bytes:
    """Return a recorded manifest's raw bytes."""
    return (ASSETS / f"{name}.json").read_bytes()


def manifest(name: str = "manifest-jwe") -> dict[str, Any]:
    """Return a recorded manifest, to be changed."""
    document: dict[str, Any] = json.loads(asset(name))
    return deepcopy(document)


def document(content: bytes | dict[str, Any], media_type: str = OCI_MANIFEST) -> Document:
    """Return it as a registry would serve it."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    return Document(content=raw, media_type=media_type, digest=digest)
