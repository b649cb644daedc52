# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the extender needs of its neighbours: one small Protocol each, owned here."""

from collections.abc import Mapping
from typing import Protocol

from trust.namespace import Namespace
from trust.policy import TrustPolicy
from trust.report import Node
from trust.sources import Sources


class Policies(Protocol):
    """The TrustPolicies of the cluster; not to be relied on before ``synced``."""

    @property
    def synced(self) -> bool:
        """True once the first list has come in."""
        ...

    def values(self) -> Mapping[str, TrustPolicy]:
        """Return every policy by name."""
        ...


class Nodes(Protocol):
    """The Node objects of the cluster."""

    @property
    def synced(self) -> bool:
        """True once the first list has come in."""
        ...

    @property
    def revision(self) -> int:
        """Return a number that grows with every change that decisions can see."""
        ...

    def values(self) -> Mapping[str, Node]:
        """Return every node by name."""
        ...


class Namespaces(Protocol):
    """The namespaces of the cluster."""

    def get(self, name: str) -> Namespace:
        """Return a namespace, or raise ClusterError when no answer could be had."""
        ...


class Snapshots(Protocol):
    """The newest Snapshots of the verification services."""

    def sources(self) -> Sources:
        """Return them, whatever their ages; the same value as long as nothing changed."""
        ...
