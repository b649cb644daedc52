# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One step of a rotation done: one write, refused where the object was changed meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from certs.authority import Authority
from certs.reading import id_of
from issuer.errors import IssuerError
from issuer.hops import Hop
from issuer.kept import Kept
from issuer.look import Look
from issuer.neighbours import Objects
from issuer.places import AUTHORITIES, BUNDLE, FIELD_MANAGER, Place, encoded
from trust.certificates import Lifetimes, bundle_id
from trust.rotation_steps import (
    Action,
    Adopt,
    Issue,
    MakeSuccessor,
    Promote,
    Retire,
    StartAnew,
    WriteBundle,
)
from trust.times import clock_text


class Work:
    """Does what was decided.

    Args:
        objects: The API server.
        hops: Ends of hops by name.
        lifetimes: How long certificates last.
    """

    def __init__(self, objects: Objects, hops: Mapping[str, Hop], lifetimes: Lifetimes) -> None:
        self._objects = objects
        self._hops = hops
        self._lifetimes = lifetimes

    def do(self, action: Action, look: Look, *, now: datetime) -> None:
        """Do one thing.

        Raises:
            ClusterError: The API server did not take it: the next round looks again.
        """
        match action:
            case WriteBundle(place=name):
                self._write_bundle(name, look)
            case StartAnew(reader=name):
                self._start_anew(look.readers[name], look.kept)
            case Issue(leaf=name):
                self._issue(name, look, now=now)
            case _:
                self._keep(self._changed(action, look, now=now), look.authority)

    def _changed(self, action: Action, look: Look, *, now: datetime) -> Kept:
        kept = look.kept
        match action:
            case Adopt():
                return replace(kept, retired={**kept.retired, **look.strays})
            case MakeSuccessor():
                name = f"Bondstone {clock_text(now)}"
                made = Authority.create(name, lifetime=self._lifetimes.authority, now=now)
                return replace(kept, successor=made)
            case Promote():
                return _promoted(kept)
            case Retire():
                return replace(kept, retired={})
        raise IssuerError(f"{action} is no step that changes authorities")

    def _keep(self, kept: Kept, place: Place) -> None:
        content = {key: encoded(value) for key, value in kept.written().items()}
        self._apply(place, type="Opaque", data=content)

    def _write_bundle(self, name: str, look: Look) -> None:
        bundle = encoded(look.kept.bundle)
        if name in look.secrets:
            place = look.secrets[name]
            # What is not said again is taken away, where it is ours.
            same = {key: encoded(place.content.get(key, b"")) for key in ("tls.crt", "tls.key")}
            self._apply(place, type="kubernetes.io/tls", data={**same, BUNDLE: bundle})
            return
        place = look.configurations[name]
        entries = [
            {"name": entry["name"], "clientConfig": {"caBundle": bundle}}
            for entry in (place.raw or {})["webhooks"]
        ]
        self._apply(place, webhooks=entries)

    def _start_anew(self, place: Place, kept: Kept) -> None:
        annotations = {AUTHORITIES: bundle_id(kept.trusted)}
        self._apply(place, spec={"template": {"metadata": {"annotations": annotations}}})

    def _issue(self, name: str, look: Look, *, now: datetime) -> None:
        signing = look.kept.signing
        if signing is None:
            raise IssuerError(f"{name} cannot be issued: nobody signs")
        pair = signing.issue(self._hops[name].subject, lifetime=self._lifetimes.leaf, now=now)
        content = {"tls.crt": pair.certificate, "tls.key": pair.key, BUNDLE: look.kept.bundle}
        data = {key: encoded(value) for key, value in content.items()}
        self._apply(look.secrets[name], type="kubernetes.io/tls", data=data)

    def _apply(self, place: Place, **more: object) -> None:
        document = place.document(**more)
        self._objects.apply(place.path, document, field_manager=FIELD_MANAGER)


def _promoted(kept: Kept) -> Kept:
    """Let the successor sign; whoever signed loses its key."""
    old = (
        {} if kept.signing is None else {id_of(kept.signing.certificate): kept.signing.certificate}
    )
    return replace(kept, signing=kept.successor, successor=None, retired={**kept.retired, **old})
