# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reports and Snapshots: what verification services say of nodes (RFC 9334 attestation results)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Self

from trust.tag_record import ReadRecord


class IdentityKind(Enum):
    """By what a Report is tied to a node."""

    NODE_NAME = "node-name"
    HARDWARE_UUID = "hardware-uuid"
    EK_HASH = "ek-hash"


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity of a node; all kinds but the name are ones that the node cannot choose.

    Attributes:
        kind: Which.
        value: A name; a UUID in lower case (RFC 9562 §4); or the SHA-256 of the endorsement key's
            public part as PEM, in lower-case hexadecimal.
    """

    kind: IdentityKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """Somebody hinted that a node is not what it was; a hint never raises trust.

    Attributes:
        source: The verification service that can clear it.
        since: When it came up, by our clock.
        why: For people.
        evidence: Only evidence attested later clears it; else any later answer about the node does.
    """

    source: str
    since: datetime
    why: str
    evidence: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A Node object of the cluster.

    Attributes:
        name: metadata.name.
        uid: metadata.uid; a node deleted and created again has another one.
        created_at: metadata.creationTimestamp, whole seconds.
        labels: metadata.labels.
        annotations: Those under our own prefix.
        attested: Status of the condition ``bondstone.dev/Attested``, empty where there is none.
        attested_since: Its lastTransitionTime as written (RFC 3339), empty where there is none.
        system_uuid: What its kubelet says of the hardware, empty where it says nothing.
        identities: From its NodeIdentity, where there is one: what administrators say.
        claimed_by: Other NodeIdentities that claim one of them too.
        suspicions: What the hub was hinted at.
        tag_records: Of its NodeIdentity, verified; or why one is none.
    """

    name: str
    uid: str
    created_at: datetime
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    attested: str = ""
    attested_since: str = ""
    system_uuid: str = ""
    identities: tuple[Identity, ...] = ()
    claimed_by: tuple[str, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    tag_records: tuple[ReadRecord, ...] = ()

    def identity(self, kind: IdentityKind) -> Identity | None:
        """Return the node's identity of a kind; every node has a name."""
        if kind is IdentityKind.NODE_NAME:
            return Identity(kind, self.name)
        return next((each for each in self.identities if each.kind is kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Attestation result of one node.

    Attributes:
        identity: Whose result it is.
        trusted: The service's own overall answer.
        doubt: Why the service can say neither, empty where it can; then ``trusted`` is False.
        attested_at: When the evidence was appraised; of a doubt, when it was told.
        expires_at: From when on the service no longer stands by it.
        asset_tags: Tags bound to the node's hardware.
        failures: Failed appraisals, in the service's words.
        node_uid: UID of the Node object that was attested, where the source knows it.
    """

    identity: Identity
    trusted: bool
    attested_at: datetime
    expires_at: datetime
    asset_tags: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    node_uid: str | None = None
    doubt: str = ""

    def doubted(self, why: str) -> Self:
        """Return the same that says neither, and why: its tags are not to be relied on either."""
        return replace(self, trusted=False, asset_tags={}, failures=(), doubt=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An immutable set of Reports of one source; swapped as a whole, never edited.

    Attributes:
        source: The verification service, as people call it.
        kind: By what its Reports are tied to nodes; NODE_NAME only where the operator said that
            a name is identity enough.
        fetched_at: When the source last answered; None when it never did.
        max_staleness: Age beyond which every node is UNKNOWN.
        reports: By identity.
        suspicions: By identity, of what was found out since.
        losses: By identity, how young the evidence was that took trust away and is not outdone yet;
            through doubts and silence, so that older evidence never brings trust back.
        problem: Why the last attempt failed, empty when it did not.
    """

    source: str
    fetched_at: datetime | None
    max_staleness: timedelta
    reports: Mapping[Identity, Report] = field(default_factory=dict)
    kind: IdentityKind
    suspicions: Mapping[Identity, Suspicion] = field(default_factory=dict)
    losses: Mapping[Identity, datetime] = field(default_factory=dict)
    problem: str = ""

    def report_for(self, node: Node) -> Report | None:
        """Return the Report of the node by the identity that this source counts by."""
        identity = node.identity(self.kind)
        return None if identity is None else self.reports.get(identity)

    def suspicions_of(self, node: Node) -> Iterator[Suspicion]:
        """Yield what is held against the node here, by ourselves and by the hub."""
        identity = node.identity(self.kind)
        if identity is not None and identity in self.suspicions:
            yield self.suspicions[identity]
        yield from (each for each in node.suspicions if each.source == self.source)
