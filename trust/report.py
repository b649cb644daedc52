# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reports and Snapshots: what verification services say of nodes (RFC 9334 attestation results)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum


class IdentityKind(Enum):
    """By what a Report is tied to a node."""

    NODE_NAME = "node-name"
    HARDWARE_UUID = "hardware-uuid"
    EK_HASH = "ek-hash"


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity of a node; all kinds but the name are ones that the node cannot choose."""

    kind: IdentityKind
    value: str


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
        identity: From the inventory of node identities, where there is one.
    """

    name: str
    uid: str
    created_at: datetime
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    attested: str = ""
    attested_since: str = ""
    identity: Identity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Attestation result of one node.

    Attributes:
        identity: Whose result it is.
        trusted: The service's own overall answer.
        attested_at: When the evidence was appraised.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An immutable set of Reports of one source; swapped as a whole, never edited.

    Attributes:
        source: The verification service, as people call it.
        fetched_at: When the source last answered; None when it never did.
        max_staleness: Age beyond which every node is UNKNOWN.
        reports: By identity.
        names_suffice: The operator said that a node's name is identity enough.
        problem: Why the last attempt failed, empty when it did not.
    """

    source: str
    fetched_at: datetime | None
    max_staleness: timedelta
    reports: Mapping[Identity, Report] = field(default_factory=dict)
    names_suffice: bool = False
    problem: str = ""

    def report_for(self, node: Node) -> Report | None:
        """Return the Report of the node by an identity that counts."""
        if node.identity is not None and node.identity in self.reports:
            return self.reports[node.identity]
        if not self.names_suffice:
            return None
        return self.reports.get(Identity(IdentityKind.NODE_NAME, node.name))
