# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What Keylime's revocation webhook says: a hint, and never more than that.

Its signature, where there is one, has no age: a hint that is sent again looks like a new one
(keylime.md 2). Whoever believes nothing of it and asks the verifier loses nothing.
"""

import binascii
from base64 import b64decode
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from attestation.errors import AnswerError
from documents.strict import SyntaxProblemError
from documents.strict_json import loads
from trust.hardware import is_ek_hash
from trust.printable import printable

LONGEST = 65536
"""Bytes of a body; recorded ones have one thousand."""
_MOST_OBJECTS = 64
_TYPES = {"revocation": "failed its attestation", "comm_error": "is out of its verifier's reach"}
_LONGEST_EVENT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something may have happened to an agent.

    Attributes:
        agent_id: Hash of its endorsement key.
        why: For people.
    """

    agent_id: str
    why: str


def parse_hint(body: bytes, *, key: rsa.RSAPublicKey | None) -> Hint:
    """Read the body of a revocation.

    Args:
        body: As it came.
        key: That it must be signed with, None where signatures are not looked at.

    Raises:
        AnswerError: It is none, or is not signed with the key.
    """
    if len(body) > LONGEST:
        raise AnswerError(f"it is longer than {LONGEST} bytes")
    outer = _object(body)
    message, signature = outer.get("msg"), outer.get("signature")
    if outer.keys() != {"msg", "signature"} or not isinstance(message, str):
        raise AnswerError("it is not an object of msg and signature")
    if not isinstance(signature, str):
        raise AnswerError("its signature is not a text")
    signed = message.encode()
    if key is not None:
        _verify(key, signed, signature)
    return _hint(_object(signed))


def _hint(message: dict[str, object]) -> Hint:
    kind, agent_id = message.get("type"), message.get("agent_id")
    event = message.get("event_id", "")
    if not isinstance(kind, str) or kind not in _TYPES:
        raise AnswerError(f"its type is none of {', '.join(_TYPES)}")
    if not isinstance(agent_id, str) or not is_ek_hash(agent_id):
        raise AnswerError("its agent_id is no hash of an endorsement key")
    if not isinstance(event, str):
        raise AnswerError("its event_id is not a text")
    shown = f" ({printable(event[:_LONGEST_EVENT])})" if event else ""
    return Hint(agent_id=agent_id, why=f"keylime: agent {_TYPES[kind]}{shown}")


def _object(raw: bytes) -> dict[str, object]:
    try:
        found = loads(raw, most_objects=_MOST_OBJECTS)
    except SyntaxProblemError as exc:
        raise AnswerError(str(exc)) from exc
    if not isinstance(found, dict):
        raise AnswerError("it is not an object")
    return found


def _verify(key: rsa.RSAPublicKey, signed: bytes, signature: str) -> None:
    """Check RSASSA-PSS with SHA-256 (RFC 8017 §8.1); Keylime salts as long as the key allows."""
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.AUTO)
    try:
        key.verify(b64decode(signature, validate=True), signed, scheme, hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError) as exc:
        raise AnswerError("it is not signed with the key that is configured") from exc
