# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that is there about certificates, looked at by name and at one time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from cryptography import x509

from certs.authority import Authority, KeyPair
from certs.errors import CertsError
from certs.reading import authorities_in, described, read_leaf
from issuer.hops import AUTHORITY_SECRET, Hop
from issuer.kept import Kept, read_kept
from issuer.neighbours import Objects
from issuer.places import (
    AUTHORITIES,
    CONFIGURATIONS,
    Place,
    believed,
    bundles_of,
    find_configuration,
    find_deployment,
    find_secret,
)
from trust import certificates
from trust.certificates import Found, Leaf, Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found, as objects and as what is decided by.

    Attributes:
        authority: The Secret of the authorities.
        kept: What is in it.
        secrets: Of each hop, by its name.
        configurations: That exist and have entries, by kind.
        readers: Deployments that exist, by name.
        strays: Authorities that are kept nowhere and signed a leaf that is there, by id.
        found: What is decided by.
    """

    authority: Place
    kept: Kept
    secrets: Mapping[str, Place]
    configurations: Mapping[str, Place]
    readers: Mapping[str, Place]
    strays: Mapping[str, x509.Certificate]
    found: Found


Since = Callable[[str, object], timedelta]
"""For how long something has had a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where to look.

    Attributes:
        namespace: Ours.
        hops: Ends of hops by name.
        readers: Deployments that read a bundle only when they start.
    """

    namespace: str
    hops: Mapping[str, Hop]
    readers: Sequence[str]


def look(objects: Objects, scope: Scope, since: Since) -> Look:
    """Read all of it.

    Raises:
        ClusterError: Some of it could not be read: half of it is nothing to decide by.
    """
    authority = find_secret(objects, scope.namespace, AUTHORITY_SECRET)
    kept = read_kept(authority.content)
    secrets = {
        name: find_secret(objects, scope.namespace, hop.secret) for name, hop in scope.hops.items()
    }
    asked = {kind: find_configuration(objects, kind) for kind in CONFIGURATIONS}
    configurations = {kind: place for kind, place in asked.items() if list(bundles_of(place))}
    deployments = {name: find_deployment(objects, scope.namespace, name) for name in scope.readers}
    readers = {name: place for name, place in deployments.items() if place.raw is not None}
    known = {**_seen([*secrets.values(), *configurations.values()]), **kept.trusted}
    leaves = {name: _leaf(secrets[name], hop, known) for name, hop in scope.hops.items()}
    issuers = {leaf.issuer for leaf in leaves.values() if leaf is not None}
    strays = {each: known[each] for each in issuers - {*kept.trusted, ""}}
    bundles = {
        name: believed(place)
        for name, place in {**secrets, **configurations}.items()
        # A bundle without a leaf is not written: both are, when the leaf is issued.
        if leaves.get(name, True) is not None
    }
    read = {name: _reader(place) for name, place in readers.items()}
    found = Found(
        signing=_described(kept.signing),
        successor=_described(kept.successor),
        retired=tuple(described(each) for each in kept.retired.values()),
        strays=tuple(described(each) for each in strays.values()),
        leaves=leaves,
        bundles=bundles,
        readers=read,
        bundles_seen=since("bundles", (bundles, read)),
        leaves_seen=since("leaves", leaves),
    )
    return Look(
        authority=authority,
        kept=kept,
        secrets=secrets,
        configurations=configurations,
        readers=readers,
        strays=strays,
        found=found,
    )


def _described(authority: Authority | None) -> certificates.Authority | None:
    return None if authority is None else described(authority.certificate)


def _seen(places: Sequence[Place]) -> Mapping[str, x509.Certificate]:
    """Return every certificate of every bundle by its id."""
    found: dict[str, x509.Certificate] = {}
    for bundle in (bundle for place in places for bundle in bundles_of(place)):
        try:
            found |= authorities_in(bundle)
        except CertsError:
            continue  # told of, and written anew, as a bundle that is not what it should be
    return found


def _leaf(place: Place, hop: Hop, known: Mapping[str, x509.Certificate]) -> Leaf | None:
    content = place.content
    pair = KeyPair(certificate=content.get("tls.crt", b""), key=content.get("tls.key", b""))
    return read_leaf(pair, subject=hop.subject, authorities=known)


def _reader(place: Place) -> Reader:
    """Read a Deployment as ``kubectl rollout status`` does."""
    raw = place.raw or {}
    spec, status = raw.get("spec") or {}, raw.get("status") or {}
    annotations = ((spec.get("template") or {}).get("metadata") or {}).get("annotations") or {}
    wanted = spec.get("replicas", 1)
    counts = [status.get(key, 0) for key in ("replicas", "updatedReplicas", "availableReplicas")]
    observed = status.get("observedGeneration", 0) >= raw["metadata"].get("generation", 0)
    return Reader(
        bundle=annotations.get(AUTHORITIES, ""),
        ready=observed and counts == [wanted] * 3,
    )
