# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The caches that components keep."""

from cluster.cache import Cache
from cluster.connection import Connection
from cluster.identified import IdentifiedNodes, TagRecords
from cluster.objects import (
    namespace_of,
    node_identity_of,
    node_of,
    pod_of,
    policy_of,
    stored_policy_of,
)
from cluster.shapes import ObservedPods
from trust.inventory import NodeIdentity
from trust.names import IDENTITIES_PATH, POLICIES_PATH
from trust.namespace import Namespace
from trust.observed_pod import ObservedPod
from trust.pod import Pod
from trust.policy import TrustPolicy
from trust.policy_status import StoredPolicy
from trust.report import Node


def policies(connection: Connection) -> Cache[TrustPolicy]:
    """Return a cache of all TrustPolicies."""
    return Cache(connection, POLICIES_PATH, policy_of, name="trustpolicies")


def stored_policies(connection: Connection) -> Cache[StoredPolicy]:
    """Return a cache of all TrustPolicies with their status."""
    return Cache(connection, POLICIES_PATH, stored_policy_of, name="trustpolicies")


def nodes(connection: Connection) -> Cache[Node]:
    """Return a cache of all Nodes."""
    return Cache(connection, "/api/v1/nodes", node_of, name="nodes")


def node_identities(connection: Connection) -> Cache[NodeIdentity]:
    """Return a cache of all NodeIdentities."""
    return Cache(connection, IDENTITIES_PATH, node_identity_of, name="nodeidentities")


def identified_nodes(connection: Connection, records: TagRecords) -> IdentifiedNodes:
    """Return a cache of all Nodes, each with what the inventory says of it."""
    return IdentifiedNodes(nodes(connection), node_identities(connection), records)


def namespaces(connection: Connection) -> Cache[Namespace]:
    """Return a cache of all Namespaces."""
    return Cache(connection, "/api/v1/namespaces", namespace_of, name="namespaces")


def waiting_pods(connection: Connection) -> Cache[Pod]:
    """Return a cache of the pods that no node has been chosen for."""
    selector = {"fieldSelector": "spec.nodeName=,status.phase=Pending"}
    return Cache(connection, "/api/v1/pods", pod_of, name="waiting pods", params=selector)


def observed_pods(connection: Connection) -> Cache[ObservedPod]:
    """Return a cache of all pods that have not ended."""
    selector = {"fieldSelector": "status.phase!=Succeeded,status.phase!=Failed"}
    return Cache(connection, "/api/v1/pods", ObservedPods(), name="pods", params=selector)
