# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Registries that attack: what is judged is what was asked for, bounded, and pinned by digest.

Slow and shaky ones are in ``test_slowness``, strange certificates in ``test_tls``, token services
on foreign hosts in ``test_challenges``, redirects inward in ``test_redirects``.
"""

import gzip
import hashlib
import json
import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from images.errors import ImageUnavailableError
from images.media_types import OCI_INDEX, OCI_MANIFEST
from images.registries import Registry
from tests.integration.images.shop import MANIFEST, Shop, codes, shop_with
from tests.simulators.answers import Answer, Asked
from tests.simulators.registry import RegistrySimulator
from tests.unit.images.builders import asset, manifest

GOOD, BAD = asset("manifest-jwe"), asset("manifest-plain")


@pytest.fixture
def silent() -> Iterator[str]:
    """Accept connections, and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_a_registry_that_hangs_in_the_handshake_is_named(
    registry: RegistrySimulator, ca_file: Path, silent: str
) -> None:
    shop = shop_with(registry, Registry(host=silent, ca_file=ca_file))
    shop.registry.host = silent
    with pytest.raises(ImageUnavailableError, match=silent):
        shop.inspect(seconds=0.5)


def test_a_gzip_bomb_is_not_unpacked(shop: Shop) -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    headers = {"Content-Type": OCI_MANIFEST, "Content-Encoding": "gzip"}
    shop.registry.lie(MANIFEST, Answer(headers=headers, body=bomb))
    tracemalloc.start()
    try:
        assert codes(shop.inspect()) == ["manifest-ambiguous"]
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_gzip_bomb_as_configuration_costs_no_more_than_a_warning(shop: Shop) -> None:
    config = manifest("manifest-jwe")["config"]["digest"]
    bomb = Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(bytes(2**24)))
    shop.registry.lie(f"/v2/shop/api/blobs/{config}", bomb)
    evidence = shop.inspect()
    assert codes(evidence) == []
    assert evidence.manifests[0].plain_secrets == ()


def test_a_configuration_of_another_digest_warns_of_nothing(shop: Shop) -> None:
    config = json.dumps({"config": {"Env": ["DB_PASSWORD=hush"]}}).encode()
    shop.registry.put_blob("shop/api", manifest("manifest-jwe")["config"]["digest"], config)
    assert shop.inspect().manifests[0].plain_secrets == ()
    changed = manifest("manifest-jwe")
    digest = f"sha256:{hashlib.sha256(config).hexdigest()}"
    changed["config"] |= {"digest": digest, "size": len(config)}
    shop.registry.put_blob("shop/api", digest, config)
    content = json.dumps(changed).encode()
    shop.registry.put_manifest("shop/api:2", content, media_type=OCI_MANIFEST)
    assert shop.inspect("shop/api:2").manifests[0].plain_secrets == ("DB_PASSWORD",)


def test_a_tag_that_changes_between_two_requests_is_asked_for_once(shop: Shop) -> None:
    truth = shop.registry.truth(MANIFEST)
    other = Answer(headers={"Content-Type": OCI_MANIFEST}, body=BAD)
    answers = iter([truth, other, other])
    shop.registry.gate = lambda asked: next(answers) if asked.path == MANIFEST else None
    evidence = shop.inspect()
    assert evidence.digest == shop.digest
    assert shop.paths().count(MANIFEST) == 1
    assert not shop.inspect().manifests[0].layers[0].encrypted


def test_a_tag_that_changes_while_an_index_is_read_gives_entries_by_digest(shop: Shop) -> None:
    entry = {"mediaType": OCI_MANIFEST, "digest": shop.digest, "size": len(GOOD)}
    index = json.dumps({"schemaVersion": 2, "manifests": [entry]}).encode()
    shop.registry.put_manifest("shop/api:2", index, media_type=OCI_INDEX)
    by_digest = MANIFEST.replace("/1", f"/{shop.digest}")
    shop.registry.lie(by_digest, Answer(headers={"Content-Type": OCI_MANIFEST}, body=BAD))
    with pytest.raises(ImageUnavailableError, match="served other bytes"):
        shop.inspect("shop/api:2")


def test_cloaking_by_user_agent_gains_nothing_because_what_was_judged_is_pinned(
    shop: Shop,
) -> None:
    def cloak(asked: Asked) -> Answer | None:
        if "/manifests/" not in asked.path:
            return None
        ours = asked.headers["User-Agent"] == "bondstone"
        return Answer(headers={"Content-Type": OCI_MANIFEST}, body=GOOD if ours else BAD)

    shop.registry.gate = cloak
    evidence = shop.inspect()
    pinned = f"sha256:{hashlib.sha256(GOOD).hexdigest()}"
    assert evidence.reference.digest == evidence.digest == pinned
    # A runtime asks for the digest: other bytes are no longer what it wants.
    assert pinned != f"sha256:{hashlib.sha256(BAD).hexdigest()}"


@pytest.mark.parametrize("field", ["token", "message"])
def test_what_a_registry_says_in_an_error_is_not_repeated(shop: Shop, field: str) -> None:
    body = json.dumps({"errors": [{field: "<script>hush</script>"}]}).encode()
    shop.registry.lie(MANIFEST, Answer(status=400, body=body))
    with pytest.raises(ImageUnavailableError) as caught:
        shop.inspect()
    assert str(caught.value) == f"registry {shop.registry.host} answers 400"
