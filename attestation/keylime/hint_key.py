# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The public key that hints are signed with: a file that is read again when it changes."""

import threading
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from attestation.errors import AnswerError
from documents.stamp import Stamp, stamp_of


class HintKey:
    """Gives the key of the file as it is now.

    Args:
        path: RSA public key, PEM: what ``revocation_key`` of the agents is the private part of.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._read: tuple[Stamp, rsa.RSAPublicKey] | None = None

    def current(self) -> rsa.RSAPublicKey:
        """Return the key.

        Raises:
            AnswerError: The file cannot be read or holds none; then no hint is taken.
        """
        try:
            stamp = stamp_of(self._path)
            with self._lock:
                if self._read is None or self._read[0] != stamp:
                    self._read = (stamp, _key(self._path.read_bytes()))
                return self._read[1]
        except OSError as exc:
            raise AnswerError(f"{self._path} cannot be read: {exc.strerror}") from exc
        except (ValueError, UnsupportedAlgorithm) as exc:
            raise AnswerError(f"{self._path} is not an RSA public key in PEM") from exc


def _key(content: bytes) -> rsa.RSAPublicKey:
    key = load_pem_public_key(content)
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("another kind of key")
    return key
