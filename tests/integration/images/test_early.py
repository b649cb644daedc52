# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Parts asked for early, on connections that are open: what goes wrong with them costs no more."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from images.errors import ImageUnavailableError
from images.media_types import OCI_INDEX, OCI_MANIFEST
from images.registries import Registry
from tests.integration.images.shop import LAYER, Shop, codes, shop_with
from tests.simulators.answers import Answer, Asked, Manner
from tests.simulators.registry import RegistrySimulator
from tests.unit.images.builders import manifest

LAYERS = [f"/v2/shop/api/blobs/{each['digest']}" for each in manifest("manifest-jwe")["layers"]]


@pytest.fixture
def known(shop: Shop) -> Shop:
    """A registry to which connections are open already."""
    with ThreadPoolExecutor(8) as pool:
        tags = ["shop/api:1"] * 4
        assert [codes(each) for each in pool.map(shop.inspect, tags)] == [[]] * 4
    shop.registry.asked.clear()
    return shop


def put_index(shop: Shop, count: int) -> list[str]:
    """Serve an index of so many platforms under ``shop/api:2``, and return its digests."""
    entries = []
    for number in range(count):
        changed = manifest("manifest-jwe")
        changed["annotations"] = {"number": str(number)}
        content = json.dumps(changed).encode()
        digest = shop.registry.put_manifest(
            f"shop/api:{number}-of-2", content, media_type=OCI_MANIFEST
        )
        platform = {"os": "linux", "architecture": f"a{number}"}
        entry = {"mediaType": OCI_MANIFEST, "digest": digest, "size": len(content)}
        entries.append({**entry, "platform": platform})
    index = json.dumps({"schemaVersion": 2, "manifests": entries}).encode()
    shop.registry.put_manifest("shop/api:2", index, media_type=OCI_INDEX)
    return [str(entry["digest"]) for entry in entries]


def test_all_heads_of_all_entries_are_sent_before_one_is_read(known: Shop) -> None:
    put_index(known, 3)
    meet = threading.Barrier(6)

    def gate(asked: Asked) -> Answer | None:
        if "Range" in asked.headers:
            meet.wait(5)
        return None

    known.registry.gate = gate
    assert codes(known.inspect("shop/api:2")) == []


@pytest.mark.parametrize("manner", [Manner.HUNG_UP, Manner.PROMPT])
def test_a_connection_that_is_dead_costs_one_more_request(known: Shop, manner: Manner) -> None:
    if manner is Manner.PROMPT:
        known.registry.hang_up()
    else:
        known.registry.lie(LAYER, Answer(manner=manner))
    assert codes(known.inspect()) == []
    assert known.paths().count(LAYER) == (2 if manner is Manner.HUNG_UP else 1)


def test_an_entry_on_a_dead_connection_is_asked_for_again(known: Shop) -> None:
    path = f"/v2/shop/api/manifests/{put_index(known, 2)[0]}"
    known.registry.lie(path, Answer(manner=Manner.HUNG_UP))
    assert codes(known.inspect("shop/api:2")) == []
    assert known.paths().count(path) == 2


def test_redirects_are_followed_all_at_the_same_time_and_not_asked_for_again(known: Shop) -> None:
    meet = threading.Barrier(len(LAYERS))

    def gate(asked: Asked) -> Answer | None:
        if asked.path in LAYERS and "Range" in asked.headers:
            return Answer(status=307, headers={"Location": f"/moved{asked.path}"})
        if asked.path.startswith("/moved"):
            meet.wait(5)
        return None

    known.registry.gate = gate
    assert codes(known.inspect()) == []
    assert [known.paths().count(layer) for layer in LAYERS] == [1, 1]
    assert {f"/moved{layer}" for layer in LAYERS} <= set(known.paths())


def test_who_asks_is_shown_when_a_layer_wants_to_know(
    registry: RegistrySimulator, ca_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("secret")
    entry = Registry(
        host=registry.host,
        ca_file=ca_file,
        username="bob",
        password_file=tmp_path / "password",
    )
    shop = shop_with(registry, entry)
    assert codes(shop.inspect()) == []
    asks = Answer(status=401, headers={"WWW-Authenticate": 'Basic realm="r"'})
    registry.gate = lambda asked: (
        asks if asked.path == LAYER and "Authorization" not in asked.headers else None
    )
    registry.asked.clear()
    assert codes(shop.inspect()) == []
    layer = [asked for asked in registry.asked if asked.path == LAYER]
    assert "Authorization" in layer[-1].headers


def test_one_slow_layer_holds_nobody_longer_than_the_deadline(known: Shop) -> None:
    late = replace(known.registry.truth(LAYER), manner=Manner.LATE)
    known.registry.lie(LAYER, late)
    with pytest.raises(ImageUnavailableError, match=known.registry.host):
        known.inspect(seconds=0.7)
    assert codes(known.inspect()) == []


def test_an_answer_that_nobody_read_is_not_taken_for_another(known: Shop) -> None:
    path = f"/v2/shop/api/manifests/{put_index(known, 4)[0]}"
    known.registry.lie(path, Answer(status=404))
    with pytest.raises(ImageUnavailableError, match="404"):
        known.inspect("shop/api:2")
    assert codes(known.inspect("shop/api:2")) == []
