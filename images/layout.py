# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An image in a folder (OCI image-spec v1.1 image-layout.md), asked as a registry would be.

The single descriptor of ``index.json`` is what a registry would answer: its media type is the
Content-Type. Everything else is found by digest, and every digest is computed from the bytes.
"""

import hashlib
import stat
import time
from pathlib import Path

from images.blob import HEAD_BYTES
from images.descriptor import Descriptor, read_descriptor
from images.document import parse_document
from images.errors import ImageUnavailableError, RuleBrokenError
from images.exchange import Errand
from images.media_types import OCI_MANIFEST
from images.registry import CONFIG_LIMIT, MANIFEST_LIMIT, Document
from trust.reference import is_digest

_VERSION = "1.0.0"
_CHUNK = 1024 * 1024


class Layout:
    """Serves the image of one folder.

    Args:
        folder: With oci-layout, index.json and blobs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def manifest(self, errand: Errand, wanted: str) -> Document:
        """Get the image of the folder by tag, or any of its manifests by digest."""
        top = self._top()
        if not is_digest(wanted) or wanted == top.digest:
            content = self._whole(top.digest, limit=MANIFEST_LIMIT)
            if len(content) != top.size:
                raise self._broken("index.json tells another size than its manifest has")
            return Document(content=content, media_type=top.media_type, digest=top.digest)
        if errand.reference.digest == wanted:
            raise self._broken(f"it holds {top.digest}, not {wanted}")
        content = self._whole(wanted, limit=MANIFEST_LIMIT)
        # As a registry keeps what was pushed: under the type that the document says of itself.
        media_type = parse_document(content).get("mediaType", OCI_MANIFEST)
        return Document(content=content, media_type=str(media_type), digest=wanted)

    def blob_head(self, errand: Errand, digest: str, *, size: int) -> bytes:
        """Get the first bytes of a blob, all of whose bytes must have the digest."""
        path = self._blob(digest)
        found = hashlib.new(digest.partition(":")[0])
        head, length = b"", 0
        try:
            with path.open("rb") as file:
                while piece := file.read(_CHUNK):
                    head = head or piece[:HEAD_BYTES]
                    length += len(piece)
                    found.update(piece)
                    if time.monotonic() > errand.deadline:
                        raise self._broken(f"{digest} could not be read in time")
        except OSError as exc:
            raise self._broken(f"{digest} cannot be read: {exc.strerror}") from exc
        if length != size or found.hexdigest() != digest.partition(":")[2]:
            raise self._broken(f"{digest} has another size or other bytes than it should")
        return head

    def config(self, errand: Errand, digest: str) -> bytes:
        """Get a configuration, whose bytes must have the digest."""
        del errand  # small, and here
        return self._whole(digest, limit=CONFIG_LIMIT)

    def _top(self) -> Descriptor:
        """Read the one descriptor of index.json."""
        try:
            version = parse_document(self._read(self._within("oci-layout"), limit=_CHUNK))
            if version.get("imageLayoutVersion") != _VERSION:
                raise self._broken(f"oci-layout does not say imageLayoutVersion {_VERSION}")
            index = parse_document(self._read(self._within("index.json"), limit=MANIFEST_LIMIT))
            entries = index.get("manifests")
            if not isinstance(entries, list) or len(entries) != 1:
                raise self._broken("index.json must have exactly one descriptor")
            return read_descriptor(entries[0], name="the descriptor of index.json")
        except RuleBrokenError as exc:
            raise self._broken(f"oci-layout or index.json: {exc}") from exc

    def _whole(self, digest: str, *, limit: int) -> bytes:
        content = self._read(self._blob(digest), limit=limit)
        algorithm, _, value = digest.partition(":")
        if hashlib.new(algorithm, content).hexdigest() != value:
            raise self._broken(f"{digest} has other bytes than it should")
        return content

    def _blob(self, digest: str) -> Path:
        algorithm, _, value = digest.partition(":")
        return self._within(f"blobs/{algorithm}/{value}")

    def _within(self, name: str) -> Path:
        """Return a regular file of the folder; links that lead out of it are not followed."""
        try:
            root = self._folder.resolve(strict=True)
            path = (root / name).resolve(strict=True)
            regular = stat.S_ISREG(path.stat().st_mode)
        except (OSError, RuntimeError) as exc:  # RuntimeError: links that go round
            raise self._broken(f"it has no {name}") from exc
        if not path.is_relative_to(root):
            raise self._broken(f"{name} is a link that leads out of the folder")
        if not regular:
            raise self._broken(f"{name} is not a regular file")
        return path

    def _read(self, path: Path, *, limit: int) -> bytes:
        try:
            with path.open("rb") as file:
                content = file.read(limit + 1)
        except OSError as exc:
            raise self._broken(f"{path.name} cannot be read: {exc.strerror}") from exc
        if len(content) > limit:
            raise self._broken(f"{path.name} is larger than {limit} bytes")
        return content

    def _broken(self, why: str) -> ImageUnavailableError:
        return ImageUnavailableError(f"OCI layout {self._folder}: {why}")
