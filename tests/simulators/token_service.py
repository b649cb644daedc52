# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A token service whose tokens a real registry believes (distribution "JWT" spec, RFC 7519)."""

import json
import time
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from images.credential import Credential
from localcluster.registry import SERVICE
from tests.simulators.answers import Answer, Asked


class TokenService:
    """Gives tokens to one user.

    Args:
        user: Whom.
        certificate: Of who signs, PEM.
        key: Its private key, on P-256.
    """

    def __init__(self, user: Credential, certificate: Path, key: Path) -> None:
        self._user = user
        leaf = x509.load_pem_x509_certificate(certificate.read_bytes())
        der = leaf.public_bytes(serialization.Encoding.DER)
        loaded = serialization.load_pem_private_key(key.read_bytes(), password=None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        self._key = loaded
        self._head = {"typ": "JWT", "alg": "ES256", "x5c": [b64encode(der).decode()]}

    def __call__(self, asked: Asked) -> Answer:
        """Answer one request."""
        if asked.headers.get("Authorization") != self._user.basic:
            return Answer(status=401)
        scopes = parse_qs(urlsplit(asked.path).query).get("scope", [])
        access: list[dict[str, object]] = []
        for scope in scopes:
            kind, name, actions = scope.split(":")
            access.append({"type": kind, "name": name, "actions": actions.split(",")})
        body = {"token": self._token(access), "expires_in": 300}
        return Answer(headers={"Content-Type": "application/json"}, body=json.dumps(body).encode())

    def _token(self, access: list[dict[str, object]]) -> str:
        now = int(time.time())
        claims = {
            "iss": SERVICE, "aud": SERVICE, "sub": self._user.username, "jti": str(now),
            "iat": now, "nbf": now - 5, "exp": now + 300, "access": access,
        }  # fmt: skip
        signed = f"{_encoded(self._head)}.{_encoded(claims)}"
        signature = self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
        r, s = decode_dss_signature(signature)
        return f"{signed}.{_bare(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _encoded(value: object) -> str:
    return _bare(json.dumps(value).encode())


def _bare(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
