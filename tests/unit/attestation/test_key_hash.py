# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The name of an endorsement key."""

import hashlib

from cryptography.hazmat.primitives.serialization import load_pem_public_key

from attestation.key_hash import key_hash

PEM = b"""-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
"""


def test_it_is_the_digest_of_the_key_as_openssl_writes_it() -> None:
    assert key_hash(load_pem_public_key(PEM)) == hashlib.sha256(PEM).hexdigest()
