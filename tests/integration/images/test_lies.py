# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Answers that are not what was asked for are no answers."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from images.errors import ImageUnavailableError
from images.media_types import OCI_INDEX, OCI_MANIFEST
from tests.integration.images.shop import LAYER, MANIFEST, Shop, codes
from tests.simulators.answers import Answer, Manner
from tests.unit.images.builders import asset


def test_other_bytes_than_the_digest_asked_for_are_refused(shop: Shop) -> None:
    other = "sha256:" + "0" * 64
    shop.registry.lie(f"/v2/shop/api/manifests/{other}", shop.registry.truth(MANIFEST))
    with pytest.raises(ImageUnavailableError, match="other bytes than sha256:0000") as caught:
        shop.inspect(f"shop/api@{other}")
    assert shop.registry.host in str(caught.value)


@pytest.mark.parametrize(
    "said", ["sha256:" + "0" * 64, "sha512:" + "0" * 128, "md5:00", "", "nonsense"]
)
def test_a_digest_header_must_be_that_of_the_bytes(shop: Shop, said: str) -> None:
    truth = shop.registry.truth(MANIFEST)
    headers = {**truth.headers, "Docker-Content-Digest": said}
    shop.registry.lie(MANIFEST, replace(truth, headers=headers))
    with pytest.raises(ImageUnavailableError, match="says digest"):
        shop.inspect()


def test_a_digest_header_may_use_another_algorithm(shop: Shop) -> None:
    truth = shop.registry.truth(MANIFEST)
    wanted = f"sha512:{hashlib.sha512(truth.body).hexdigest()}"
    shop.registry.lie(f"/v2/shop/api/manifests/{wanted}", truth)
    assert shop.inspect(f"shop/api@{wanted}").digest == wanted


def test_an_endless_manifest_is_cut_off(shop: Shop) -> None:
    truth = shop.registry.truth(MANIFEST)
    shop.registry.lie(MANIFEST, replace(truth, body=b" " * 65536, manner=Manner.ENDLESS))
    with pytest.raises(ImageUnavailableError, match="exceeds 4194304 bytes"):
        shop.inspect(seconds=60)


def test_a_manifest_that_breaks_off_is_refused(shop: Shop) -> None:
    broken = replace(shop.registry.truth(MANIFEST), manner=Manner.BROKEN_OFF)
    shop.registry.lie(MANIFEST, broken, broken)
    with pytest.raises(ImageUnavailableError, match="broke off"):
        shop.inspect()


def test_an_encoded_manifest_is_not_decoded(shop: Shop) -> None:
    truth = shop.registry.truth(MANIFEST)
    headers = {"Content-Type": OCI_MANIFEST, "Content-Encoding": "gzip"}
    shop.registry.lie(MANIFEST, Answer(headers=headers, body=gzip.compress(truth.body)))
    assert codes(shop.inspect()) == ["manifest-ambiguous"]


def test_a_layer_shorter_than_its_descriptor_says_is_no_proof(shop: Shop) -> None:
    shop.registry.lie(LAYER, Answer(status=206, body=b"\xff" * 10))
    with pytest.raises(ImageUnavailableError, match="10 of 512 bytes"):
        shop.inspect()


def test_a_server_that_ignores_ranges_is_read_no_further_than_needed(shop: Shop) -> None:
    shop.registry.lie(LAYER, Answer(body=b"\xff" * 65536, manner=Manner.ENDLESS))
    assert codes(shop.inspect()) == []


@pytest.mark.parametrize("change", [{"size": 7}, {"mediaType": OCI_INDEX}])
def test_an_entry_must_be_what_its_index_says(shop: Shop, change: Mapping[str, object]) -> None:
    content = asset("manifest-jwe")
    entry = {"mediaType": OCI_MANIFEST, "digest": shop.digest, "size": len(content), **change}
    index = json.dumps({"schemaVersion": 2, "manifests": [entry]}).encode()
    shop.registry.put_manifest("shop/api:2", index, media_type=OCI_INDEX)
    expected = "index-nested" if "mediaType" in change else "index-entries"
    assert codes(shop.inspect("shop/api:2")) == [expected]
