# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The annotations that ocicrypt writes on an encrypted layer (its code is the specification)."""

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Mapping

from images.errors import RuleBrokenError

_PREFIX = "org.opencontainers.image.enc."
_KEYS = f"{_PREFIX}keys."
_PUBOPTS = f"{_PREFIX}pubopts"
_SCHEME = re.compile(r"jwe|pkcs7|pgp|pkcs11|provider\.[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
_MOST_SCHEMES = 16
"""Of one layer: four that ocicrypt has itself, and room for key providers."""
_CIPHER = "AES_256_CTR_HMAC_SHA256"
_HMAC_BYTES = 32
_SEQUENCE = 0x30
_ENVELOPED = bytes.fromhex("06092a864886f70d010703")
"""DER of the object identifier id-envelopedData (RFC 5652 §6.1)."""
CODE = "layer-annotations"


def has_encryption_annotations(annotations: Mapping[str, str]) -> bool:
    """Tell whether any annotation speaks of encryption."""
    return any(key.casefold().startswith(_PREFIX) for key in annotations)


def read_schemes(annotations: Mapping[str, str]) -> frozenset[str]:
    """Return the schemes whose wrapped keys the layer carries; each must be well-formed.

    Raises:
        RuleBrokenError: There is none, one is not what its scheme prescribes, or the public
            options would let the layer be decrypted otherwise than its owner meant.
    """
    schemes = set()
    for key, value in annotations.items():
        if not key.casefold().startswith(_PREFIX):
            continue
        if key.startswith(_KEYS) and _SCHEME.fullmatch(key.removeprefix(_KEYS)):
            # ocicrypt takes an empty list of keys for absent.
            if value:
                scheme = key.removeprefix(_KEYS)
                _check_item(scheme, _decode(value, scheme))
                schemes.add(scheme)
        elif key != _PUBOPTS:
            raise RuleBrokenError(CODE, f"annotation {key[:80]!r} is not one of ocicrypt")
    if len(schemes) > _MOST_SCHEMES:
        raise RuleBrokenError(CODE, f"it has wrapped keys of more than {_MOST_SCHEMES} schemes")
    if not schemes:
        raise RuleBrokenError(CODE, "no key is wrapped for anybody")
    _check_public_options(annotations.get(_PUBOPTS, ""))
    return frozenset(schemes)


def _check_item(scheme: str, item: bytes) -> None:
    if scheme == "jwe":
        _check_jwe(item)
    elif scheme == "pkcs7" and not (item[:1] == bytes([_SEQUENCE]) and _ENVELOPED in item[:24]):
        raise RuleBrokenError(CODE, "the pkcs7 key is not a CMS EnvelopedData")


def _check_jwe(item: bytes) -> None:
    """Check the shape of a JWE in JSON serialisation (RFC 7516 §7.2), both variants."""
    try:
        jwe = json.loads(item.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as exc:
        raise RuleBrokenError(CODE, "the jwe key is not JSON") from exc
    texts = (
        [jwe.get(name) for name in ("protected", "iv", "ciphertext", "tag")]
        if isinstance(jwe, dict)
        else [None]
    )
    if not all(isinstance(text, str) and text for text in texts):
        raise RuleBrokenError(CODE, "the jwe key lacks protected, iv, ciphertext or tag")
    if not all(isinstance(key, str) and key for key in _wrapped(jwe)):
        raise RuleBrokenError(CODE, "the jwe key is wrapped for nobody")


def _wrapped(jwe: dict[str, object]) -> list[object]:
    """Return the wrapped key of every recipient, None for each that has none."""
    if "recipients" not in jwe:
        return [jwe.get("encrypted_key")]
    recipients = jwe["recipients"]
    if not isinstance(recipients, list) or not recipients:
        return [None]
    return [each.get("encrypted_key") if isinstance(each, dict) else None for each in recipients]


def _check_public_options(value: str) -> None:
    """Require what ocicrypt writes: cipher, HMAC, and no options that override private ones."""
    try:
        options = json.loads(_decode(value, "pubopts").decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as exc:
        raise RuleBrokenError(CODE, "pubopts is not JSON") from exc
    if not isinstance(options, dict) or options.keys() != {"cipher", "hmac", "cipheroptions"}:
        raise RuleBrokenError(CODE, "pubopts must have cipher, hmac and cipheroptions")
    hmac = options["hmac"]
    if options["cipher"] != _CIPHER or options["cipheroptions"] != {}:
        raise RuleBrokenError(CODE, f"pubopts must name {_CIPHER} and no cipheroptions")
    if not isinstance(hmac, str) or len(_decode(hmac, "the hmac")) != _HMAC_BYTES:
        raise RuleBrokenError(CODE, f"the hmac is not {_HMAC_BYTES} bytes long")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse equal keys: Go adds a second object to the first, where Python takes the second."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RuleBrokenError(CODE, "a key stands twice in one object")
    return found


def _decode(value: str, name: str) -> bytes:
    """Decode one item of standard base64 with its padding; lists of items are not accepted."""
    try:
        decoded = b64decode(value, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise RuleBrokenError(CODE, f"{name} is not one item of padded base64") from exc
    if not decoded:
        raise RuleBrokenError(CODE, f"{name} is empty")
    return decoded
