# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What to do next about the certificates of our own hops, so that no handshake ever fails.

Nothing is remembered between two decisions: each is made from what is there, so that whoever is
stopped at any step, or takes over, goes on. The way of a rotation:

(1) a successor is made beside the authority that signs, and signs nothing yet;
(2) every bundle is given both, and what reads bundles only when it starts is started anew;
(3) when all that has been seen everywhere, the successor signs, and the old one is retired;
(4) every leaf is issued anew;
(5) when that has been seen everywhere as well, the retired one is taken out of every bundle.

Where no leaf is good for anything now (a first start, a cluster that slept for a year, a clock that
was set back), nothing can be broken by haste, and nobody waits.
"""

from datetime import datetime

from trust.certificates import Authority, Found, Leaf, Lifetimes, bundle_id
from trust.rotation_steps import (
    Action,
    Adopt,
    Issue,
    MakeSuccessor,
    Phase,
    Promote,
    Rest,
    Retire,
    StartAnew,
    WriteBundle,
)


def decide(found: Found, lifetimes: Lifetimes, *, now: datetime) -> Action:
    """Return the one thing to do next; look again after it.

    Args:
        found: What is there.
        lifetimes: How long things last.
        now: The clock, which may jump; waiting is measured by one that does not.
    """
    issuers = {leaf.issuer for leaf in found.live(now)}
    if any(stray.id in issuers for stray in found.strays):
        return Adopt()
    coming = _usable(found.successor, now)
    signing = _usable(found.signing, now)
    tired = signing is None or signing.validity.due(now, lifetimes.authority)
    if coming is None and tired:
        return MakeSuccessor()
    return _spread(found) or _go_on(found, lifetimes, coming=coming, signing=signing, now=now)


def _usable(authority: Authority | None, now: datetime) -> Authority | None:
    return authority if authority is not None and authority.validity.holds(now) else None


def _spread(found: Found) -> Action | None:
    """Bundles before anything that rests on them."""
    for place, believed in sorted(found.bundles.items()):
        if believed != found.trusted:
            return WriteBundle(place=place)
    for name, reader in sorted(found.readers.items()):
        if reader.bundle != bundle_id(found.trusted):
            return StartAnew(reader=name)
    return None


def _go_on(
    found: Found,
    lifetimes: Lifetimes,
    *,
    coming: Authority | None,
    signing: Authority | None,
    now: datetime,
) -> Action:
    ready = all(reader.ready for reader in found.readers.values())
    seen = ready and found.bundles_seen >= lifetimes.settle
    live = list(found.live(now))
    if coming is not None and (seen or not live):
        return Promote()
    if signing is None:
        return Rest(phase=_phase(found), readers=_unready(found))
    stale = [
        name
        for name, leaf in sorted(found.leaves.items())
        if not _good(leaf, signing, lifetimes, now=now)
    ]
    for name in stale:
        leaf = found.leaves[name]
        # One that is live is not exchanged before whoever is to believe the new one can.
        if seen or leaf is None or leaf not in live or leaf.issuer == signing.id:
            return Issue(leaf=name)
    if found.retired and seen and not stale and found.leaves_seen >= lifetimes.settle:
        return Retire()
    return Rest(phase=_phase(found), readers=_unready(found))


def _good(leaf: Leaf | None, signing: Authority, lifetimes: Lifetimes, *, now: datetime) -> bool:
    return (
        leaf is not None
        and leaf.fits
        and leaf.issuer == signing.id
        and leaf.validity.holds(now)
        # A new one would end with the authority, too.
        and (
            leaf.validity.ends >= signing.validity.ends
            or not leaf.validity.due(now, lifetimes.leaf)
        )
    )


def _phase(found: Found) -> Phase:
    if found.successor is not None:
        return Phase.ANNOUNCED
    return Phase.SWITCHED if found.retired else Phase.STEADY


def _unready(found: Found) -> tuple[str, ...]:
    return tuple(sorted(name for name, reader in found.readers.items() if not reader.ready))
