# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates of our own hops, as far as their rotation is decided: no key and no bytes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

_ZERO = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From when until when a certificate may be used (RFC 5280 §4.1.2.5), both included."""

    begins: datetime
    ends: datetime

    def holds(self, now: datetime) -> bool:
        """Tell whether it may be used at an instant."""
        return self.begins <= now <= self.ends

    def due(self, now: datetime, lifetime: timedelta) -> bool:
        """Tell whether a third is left, of its own time or of what such ones are given now.

        That third is for whatever keeps a new one away. It is counted from the end, for a
        beginning may be set back for clocks that are behind. One that lasts much longer than such
        ones do now is due as well: somebody wants shorter ones.
        """
        left = self.ends - now
        return left <= min(self.ends - self.begins, lifetime) / 3 or left > lifetime * 3 / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who signs; ``id`` is the hash of its certificate."""

    id: str
    validity: Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A certificate of one end of a hop.

    Attributes:
        id: Hash of it.
        issuer: The authority whose signature it carries, empty where nobody knows that one.
        validity: From when until when.
        fits: False where its key is another's, or its names and purposes are not the wanted ones.
    """

    id: str
    issuer: str
    validity: Validity
    fits: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What reads a bundle only when it starts (kube-scheduler does), and so is started anew.

    Attributes:
        bundle: ``bundle_id`` of what it was started anew for last.
        ready: Every instance of it is of that start, and ready.
    """

    bundle: str
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """How long things last.

    Attributes:
        authority: Of an authority.
        leaf: Of what it issues.
        settle: From a write until it has been seen everywhere: watches of API servers, and kubelets
            that renew mounted Secrets.
    """

    authority: timedelta
    leaf: timedelta
    settle: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything that is there, at one instant.

    Attributes:
        signing: The authority that signs, None where there is none or its key cannot be used.
        successor: Who will sign next, under the same condition.
        retired: Authorities that sign no more and are trusted still.
        strays: Authorities that are kept nowhere any more, and have signed a leaf that is there.
        leaves: By name, None where one is missing or cannot be read.
        bundles: By place, the authorities that are believed there; places that exist alone.
        readers: By name; those that exist alone.
        bundles_seen: Since when bundles and readers are as they are, by a clock that never jumps.
        leaves_seen: The same of leaves.
    """

    signing: Authority | None = None
    successor: Authority | None = None
    retired: tuple[Authority, ...] = ()
    strays: tuple[Authority, ...] = ()
    leaves: Mapping[str, Leaf | None]
    bundles: Mapping[str, frozenset[str]]
    readers: Mapping[str, Reader]
    bundles_seen: timedelta = _ZERO
    leaves_seen: timedelta = _ZERO

    @property
    def trusted(self) -> frozenset[str]:
        """Return whom every bundle must hold, and nobody else."""
        kept = (self.signing, self.successor, *self.retired)
        return frozenset(each.id for each in kept if each is not None)

    def live(self, now: datetime) -> Iterable[Leaf]:
        """Yield the leaves that whoever believes their issuer accepts now."""
        for leaf in self.leaves.values():
            if leaf is not None and leaf.fits and leaf.issuer and leaf.validity.holds(now):
                yield leaf


def bundle_id(ids: Iterable[str]) -> str:
    """Return one short word for a set of authorities."""
    return hashlib.sha256(" ".join(sorted(ids)).encode()).hexdigest()[:16]
