# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hints as a verifier sends them, signed and not."""

import json
from base64 import b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.unit.attestation.keylime.recorded import EK, recorded


def message(**changes: object) -> str:
    """Return the recorded message, about an agent whose id is a hash, changed."""
    found = json.loads(recorded("webhook-revocation")["msg"])
    return json.dumps({**found, "agent_id": EK, **changes})


def body(text: str, signature: str = "") -> bytes:
    """Wrap a message as the webhook does."""
    return json.dumps({"msg": text, "signature": signature}).encode()


def signed(key: rsa.RSAPrivateKey, text: str) -> bytes:
    """Wrap a message signed as Keylime signs."""
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.MAX_LENGTH)
    return body(text, b64encode(key.sign(text.encode(), scheme, hashes.SHA256())).decode())
