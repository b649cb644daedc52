# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Documents judged with everything that they point to, from a source that is a table."""

import json
import math
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from images.allowances import Allowances
from images.authorization import anonymous
from images.errors import ImageUnavailableError
from images.exchange import Errand
from images.judge import Judge
from images.media_types import OCI_INDEX, OCI_MANIFEST
from images.registries import Registry
from images.registry import Document
from tests.unit.images.builders import asset, document, manifest
from trust.image import ImageEvidence
from trust.reference import parse_reference

CIPHERTEXT = bytes(range(255, -1, -1)) * 2
SOON = 5.0


@dataclass
class Table:
    """Manifests and blobs by digest; every blob that is not put is ciphertext."""

    manifests: dict[str, Document] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    meet: threading.Barrier | None = None

    def put(self, content: bytes, media_type: str = OCI_MANIFEST) -> dict[str, Any]:
        """Serve a manifest, and return an entry for it."""
        served = document(content, media_type)
        self.manifests[served.digest] = served
        return {"mediaType": media_type, "digest": served.digest, "size": len(content)}

    def manifest(self, errand: Errand, wanted: str) -> Document:
        """Return it, or fail as a registry that has it not."""
        self.asked.append(wanted)
        if wanted not in self.manifests:
            raise ImageUnavailableError(f"registry {errand.registry.host} has no such image (404)")
        return self.manifests[wanted]

    def blob_head(self, errand: Errand, digest: str, *, size: int) -> bytes:
        """Return it once everybody who is expected has asked."""
        self.asked.append(digest)
        if self.meet is not None:
            self.meet.wait(SOON)
        return self.blobs.get(digest, CIPHERTEXT)[:size]

    def config(self, errand: Errand, digest: str) -> bytes:
        """Return it, or fail."""
        self.asked.append(digest)
        if digest not in self.blobs:
            raise ImageUnavailableError(f"registry {errand.registry.host} has no such blob")
        return self.blobs[digest]


@pytest.fixture
def errand() -> Iterator[Errand]:
    with ThreadPoolExecutor(16) as pool:
        yield Errand(
            reference=parse_reference("r.example/shop/api:1"),
            registry=Registry(host="r.example"),
            authorize=anonymous,
            deadline=math.inf,
            pool=pool,
        )


def index(*entries: dict[str, Any]) -> Document:
    return document({"schemaVersion": 2, "manifests": list(entries)}, OCI_INDEX)


def judge(
    table: Table, errand: Errand, judged: Document, allowances: Allowances | None = None
) -> ImageEvidence:
    return Judge(table, allowances or Allowances()).judge(errand, judged).evidence


def digests(name: str = "manifest-jwe") -> list[str]:
    return [layer["digest"] for layer in manifest(name)["layers"]]


def test_a_manifest_is_pinned_and_each_of_its_layers_looked_into(errand: Errand) -> None:
    table = Table()
    given = document(asset("manifest-jwe"))
    evidence = judge(table, errand, given)
    assert str(evidence.reference) == f"r.example/shop/api:1@{given.digest}"
    assert evidence.findings == ()
    assert [layer.encrypted for layer in evidence.manifests[0].layers] == [True, True]
    assert set(digests()) <= set(table.asked)


def test_all_heads_of_all_platforms_are_asked_for_at_the_same_time(errand: Errand) -> None:
    table = Table(meet=threading.Barrier(6))
    contents = []
    for number in range(3):
        changed = manifest()
        changed["annotations"] = {"number": str(number)}
        contents.append(json.dumps(changed).encode())
    evidence = judge(table, errand, index(*[table.put(content) for content in contents]))
    assert evidence.findings == ()
    assert len(evidence.manifests) == 3


def test_blobs_of_a_plain_image_are_not_asked_for(errand: Errand) -> None:
    table = Table()
    evidence = judge(table, errand, document(asset("manifest-plain")))
    assert not evidence.manifests[0].layers[0].encrypted
    assert table.asked == []


def test_one_plain_layer_behind_its_type_is_enough(errand: Errand) -> None:
    table = Table(blobs={digests()[1]: b"\x1f\x8b" + bytes(600)})
    entry = {**table.put(asset("manifest-jwe")), "platform": {"os": "l", "architecture": "a"}}
    (finding,) = judge(table, errand, index(entry)).findings
    assert finding.code == "layer-content-plain"
    assert finding.detail == "layer 2 of 2 for l/a is typed as encrypted and holds plain gzip"


@pytest.mark.parametrize("change", [{"size": 7}, {"mediaType": "text/plain"}])
def test_an_entry_must_be_what_its_index_says(errand: Errand, change: dict[str, Any]) -> None:
    table = Table()
    entry = table.put(asset("manifest-jwe")) | change
    (finding,) = judge(table, errand, index(entry)).findings
    assert finding.code in ("index-entries", "index-nested")


def test_an_entry_that_is_not_there_is_no_answer(errand: Errand) -> None:
    entry = {"mediaType": OCI_MANIFEST, "digest": document(b"{}").digest, "size": 2}
    with pytest.raises(ImageUnavailableError, match=r"registry r\.example has no such image"):
        judge(Table(), errand, index(entry))


def test_configurations_are_named_for_who_looks_into_them_and_not_asked_for(
    errand: Errand,
) -> None:
    table = Table()
    plain, encrypted = table.put(asset("manifest-plain")), table.put(asset("manifest-jwe"))
    judged = Judge(table, Allowances()).judge(errand, index(plain, encrypted))
    config = manifest()["config"]["digest"]
    assert judged.configs == (None, config)
    assert config not in table.asked
