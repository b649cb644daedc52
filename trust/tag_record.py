# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tag records: what a tag authority says of the machine whose TPM has an endorsement key.

Services such as Keylime know no asset tags. A record binds tags to the hash of an EK, and a Report
whose identity is that hash binds them to a node. Signatures are verified before (attestation/tags):
the core sees a record of the authority, or the Finding that says why a text is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from trust.verdict import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRecord:
    """One record, signed by a key of the tag authority.

    Attributes:
        ek_hash: Small hexadecimal SHA-256 of the EK's public key in PEM, of the machine meant.
        tags: Asset tags of that machine.
        issued_at: When it was signed; it does not count before.
        expires_at: From when on the authority no longer stands by it.
        serial: By which it is revoked.
        issuer: What the authority calls itself, for people.
        revoked: The authority took it back.
    """

    ek_hash: str
    tags: Mapping[str, str]
    issued_at: datetime
    expires_at: datetime
    serial: str
    issuer: str
    revoked: bool = False


ReadRecord: TypeAlias = TagRecord | Finding
"""A record, or why there is none in a text that was meant to be one."""
