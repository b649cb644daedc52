# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Raw JSON of the API turned into small frozen values, once, at this border."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from trust.errors import PodError, PolicyError
from trust.inventory import SPEC_FIELDS, NodeIdentity
from trust.names import API_GROUP, ATTESTED_CONDITION
from trust.namespace import Namespace
from trust.pod import Pod, read_pod
from trust.policy import TrustPolicy
from trust.policy_document import parse_policy
from trust.policy_status import READY, PolicyStatus, StoredPolicy
from trust.report import Identity, Node, Suspicion
from trust.unreadable_policy import strictest

_LOG = logging.getLogger("cluster")
Raw = Mapping[str, Any]


def key_of(raw: Raw) -> str:
    """Return what an object is known by: its name, or namespace/name."""
    metadata = raw["metadata"]
    namespace = metadata.get("namespace")
    return f"{namespace}/{metadata['name']}" if namespace else str(metadata["name"])


def policy_of(raw: Raw) -> TrustPolicy:
    """Read a TrustPolicy; one that cannot be read is never dropped but counts as strictest."""
    try:
        return parse_policy(raw)
    except PolicyError as exc:
        policy = strictest(raw, exc)
        _LOG.error("policy cannot be read", extra={"policy": policy.name, "why": str(exc)})
        return policy


def stored_policy_of(raw: Raw) -> StoredPolicy:
    """Read a TrustPolicy with what its status says; a status of another shape says nothing."""
    metadata, status = raw["metadata"], raw.get("status") or {}
    conditions = status.get("conditions") or []
    ready: Raw = next((each for each in conditions if each["type"] == READY), {})
    return StoredPolicy(
        policy=policy_of(raw),
        uid=metadata["uid"],
        generation=metadata["generation"],
        status=PolicyStatus(
            ready=ready.get("status", ""),
            reason=ready.get("reason", ""),
            message=ready.get("message", ""),
            observed_generation=status.get("observedGeneration", 0),
            protected_pods=status.get("protectedPods"),
            violations=status.get("violations"),
            since=ready.get("lastTransitionTime", ""),
        ),
    )


def node_of(raw: Raw) -> Node:
    """Read a Node."""
    metadata = raw["metadata"]
    status = raw.get("status") or {}
    conditions = status.get("conditions") or []
    attested: Raw = next((each for each in conditions if each["type"] == ATTESTED_CONDITION), {})
    return Node(
        name=metadata["name"],
        uid=metadata["uid"],
        created_at=datetime.fromisoformat(metadata["creationTimestamp"]),
        labels=metadata.get("labels") or {},
        annotations={
            key: value
            for key, value in (metadata.get("annotations") or {}).items()
            if key.startswith(f"{API_GROUP}/")
        },
        attested=attested.get("status", ""),
        attested_since=attested.get("lastTransitionTime", ""),
        system_uuid=(status.get("nodeInfo") or {}).get("systemUUID", ""),
    )


def node_identity_of(raw: Raw) -> NodeIdentity:
    """Read a NodeIdentity; the schema of the API server has checked its texts."""
    metadata, spec, status = raw["metadata"], raw["spec"], raw.get("status") or {}
    return NodeIdentity(
        name=metadata["name"],
        uid=metadata["uid"],
        version=metadata.get("resourceVersion", ""),
        identities=tuple(
            Identity(kind, spec[key]) for kind, key in SPEC_FIELDS.items() if spec.get(key)
        ),
        tag_records=tuple(spec.get("tagRecords") or ()),
        suspicions=tuple(
            Suspicion(
                source=each["source"],
                since=_since(each["since"]),
                why=each["why"],
            )
            for each in status.get("suspicions") or ()
        ),
        node_uid=status.get("nodeUID", ""),
    )


def _since(text: str) -> datetime:
    """Read when a suspicion came up; one that cannot be read is cleared by nothing."""
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


def namespace_of(raw: Raw) -> Namespace:
    """Read a Namespace."""
    metadata = raw["metadata"]
    return Namespace(name=metadata["name"], labels=metadata.get("labels") or {})


def pod_of(raw: Raw) -> Pod:
    """Read a Pod.

    Raises:
        PodError: It cannot be judged.
    """
    metadata = raw.get("metadata")
    namespace = metadata.get("namespace") if isinstance(metadata, dict) else None
    if not isinstance(namespace, str):
        raise PodError("metadata.namespace", "is required")
    return read_pod(raw, namespace=namespace)
