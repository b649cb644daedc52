# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The annotations of an encrypted layer."""

import json
from base64 import b64decode, b64encode
from typing import Any

import pytest

from images.annotations import has_encryption_annotations, read_schemes
from images.errors import RuleBrokenError
from tests.unit.images.builders import manifest

PREFIX = "org.opencontainers.image.enc."
JWE = f"{PREFIX}keys.jwe"
PUBOPTS = f"{PREFIX}pubopts"


def annotations(name: str = "manifest-jwe", **changes: str | None) -> dict[str, str]:
    found: dict[str, Any] = dict(manifest(name)["layers"][0]["annotations"])
    found.update({PREFIX + key.replace("__", "."): value for key, value in changes.items()})
    return {key: value for key, value in found.items() if value is not None}


def encoded(value: object) -> str:
    return b64encode(json.dumps(value).encode()).decode()


def options(**changes: object) -> str:
    good = {
        "cipher": "AES_256_CTR_HMAC_SHA256",
        "hmac": b64encode(b"h" * 32).decode(),
        "cipheroptions": {},
    }
    return encoded({**good, **changes})


def repeated(first: str) -> str:
    """Return public options that have a key twice: Go's decoder merges the two objects."""
    return b64encode(f"{{{first}, ".encode() + b64decode(options())[1:]).decode()


JWE_PARTS = {"protected": "a", "iv": "b", "ciphertext": "c", "tag": "d", "encrypted_key": "e"}
PARTS = json.dumps(JWE_PARTS).encode()


@pytest.mark.parametrize(
    "found",
    [
        annotations(keys__jwe=None),
        annotations(keys__jwe=""),
        annotations(keys__jwe="not base64"),
        annotations(keys__jwe="eyJ9"),
        annotations(keys__jwe="YQ"),
        annotations(keys__jwe=annotations()[JWE] + "," + annotations()[JWE]),
        annotations(keys__jwe=encoded([])),
        annotations(keys__jwe=encoded({**JWE_PARTS, "tag": ""})),
        annotations(keys__jwe=encoded({**JWE_PARTS, "encrypted_key": ""})),
        annotations("manifest-pkcs7", keys__pkcs7=encoded("0 not DER")),
        annotations(keys__provider__broker="===="),
        annotations(keys__unknown="YQ=="),
        annotations(keys__provider__="YQ=="),
        annotations(Keys__jwe="YQ=="),
        annotations(other="x"),
        annotations(pubopts=None),
        annotations(pubopts=encoded([])),
        annotations(pubopts=b64encode(b"{").decode()),
        annotations(pubopts=options(cipher="NONE")),
        annotations(pubopts=options(cipheroptions={"nonce": "AAAA"})),
        annotations(pubopts=options(cipheroptions=None)),
        annotations(pubopts=options(hmac="YQ==")),
        annotations(pubopts=options(hmac=1)),
        annotations(pubopts=options(extra=1)),
        annotations(pubopts=repeated('"cipheroptions": {"nonce": "AAAA"}')),
        annotations(pubopts=repeated('"cipheroptions": {}')),
        annotations(pubopts=b64encode(b64decode(options()).decode().encode("utf-16")).decode()),
        annotations(keys__jwe=b64encode(b'{"tag": "x", ' + PARTS[1:]).decode()),
    ],
    ids=range(28),
)
def test_what_ocicrypt_would_not_write_is_refused(found: dict[str, str]) -> None:
    with pytest.raises(RuleBrokenError) as caught:
        read_schemes(found)
    assert caught.value.code == "layer-annotations"


def test_an_empty_list_of_keys_is_absent_beside_another() -> None:
    assert read_schemes(annotations(keys__pgp="")) == {"jwe"}


def test_other_annotations_are_nobodys_business() -> None:
    assert read_schemes({**annotations(), "org.opencontainers.image.title": "x"}) == {"jwe"}


def test_annotations_of_encryption_are_seen_in_any_case() -> None:
    assert has_encryption_annotations({"Org.OpenContainers.image.enc.keys.jwe": ""})
    assert not has_encryption_annotations({"org.opencontainers.image.title": ""})


@pytest.mark.parametrize(
    "wrapped",
    [
        {"encrypted_key": 5},
        {"encrypted_key": True},
        {"encrypted_key": ""},
        {"recipients": "x"},
        {"recipients": {"a": 1}},
        {"recipients": []},
        {"recipients": [None]},
        {"recipients": [{}]},
        {"recipients": [{"encrypted_key": ""}]},
        {"recipients": [{"encrypted_key": "e"}, {"encrypted_key": 1}]},
    ],
)
def test_a_key_that_is_wrapped_for_nobody_opens_nothing(wrapped: dict[str, object]) -> None:
    parts = {key: value for key, value in JWE_PARTS.items() if key != "encrypted_key"}
    found = annotations(keys__jwe=encoded({**parts, **wrapped}))
    with pytest.raises(RuleBrokenError, match="wrapped for nobody"):
        read_schemes(found)


def test_a_layer_has_keys_of_a_few_schemes_and_not_of_thousands() -> None:
    few = {f"{PREFIX}keys.provider.p{number}": "YQ==" for number in range(15)}
    assert len(read_schemes({**annotations(), **few})) == 16
    with pytest.raises(RuleBrokenError, match="more than 16 schemes"):
        read_schemes({**annotations(), **few, f"{PREFIX}keys.provider.more": "YQ=="})
