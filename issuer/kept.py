# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The authorities as one Secret keeps them: each step of a rotation is one write of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certs.authority import Authority, KeyPair
from certs.errors import CertsError
from certs.reading import authorities_in, id_of, load_authority

RETIRED = "retired.crt"
_PAIRS = {"signing": ("tls.crt", "tls.key"), "successor": ("next.crt", "next.key")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Who signs, who will, and who is trusted still.

    Attributes:
        signing: None where there is none that can be used.
        successor: The same.
        retired: By id; their keys are not kept.
        problems: A clause for each thing that is there and cannot be used.
    """

    signing: Authority | None = None
    successor: Authority | None = None
    retired: Mapping[str, x509.Certificate] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def trusted(self) -> Mapping[str, x509.Certificate]:
        """Return all of them by id."""
        pairs = (self.signing, self.successor)
        signers = [each.certificate for each in pairs if each is not None]
        return {**{id_of(each): each for each in signers}, **self.retired}

    @property
    def bundle(self) -> bytes:
        """Return what is to be believed everywhere, PEM."""
        return pem(self.trusted)

    def written(self) -> Mapping[str, bytes]:
        """Return it as the Secret holds it."""
        content = {RETIRED: pem(self.retired)} if self.retired else {}
        for slot, (certificate, key) in _PAIRS.items():
            authority: Authority | None = getattr(self, slot)
            if authority is not None:
                pair = authority.pair()
                content |= {certificate: pair.certificate, key: pair.key}
        return content


def read_kept(content: Mapping[str, bytes]) -> Kept:
    """Read the Secret; what cannot be used is left out and told of."""
    problems: list[str] = []
    slots: dict[str, Authority] = {}
    for slot, (certificate, key) in _PAIRS.items():
        if certificate not in content and key not in content:
            continue
        pair = KeyPair(certificate=content.get(certificate, b""), key=content.get(key, b""))
        try:
            slots[slot] = load_authority(pair)
        except CertsError as exc:
            problems.append(f"{certificate} and {key}: {exc}")
    try:
        retired = authorities_in(content.get(RETIRED, b""))
    except CertsError as exc:
        retired = {}
        problems.append(f"{RETIRED}: {exc}")
    return Kept(
        signing=slots.get("signing"),
        successor=slots.get("successor"),
        retired=retired,
        problems=tuple(problems),
    )


def pem(certificates: Mapping[str, x509.Certificate]) -> bytes:
    """Return certificates as one PEM."""
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates.values())
