# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the webhook needs of its neighbours: one small Protocol each, owned here."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from images.credential import Credential
from trust.image import ImageEvidence
from trust.namespace import Namespace
from trust.need import Need
from trust.pod import Pod
from trust.policy import TrustPolicy
from trust.reference import Reference
from trust.report import Node, Snapshot
from trust.sources import Sources
from webhook.judged_node import JudgedNode
from webhook.keyring import Keyring
from webhook.live_answer import LiveAnswer


class Policies(Protocol):
    """The TrustPolicies of the cluster; not to be relied on before ``synced``."""

    @property
    def synced(self) -> bool:
        """True once the first list has come in; the last one stays in force."""
        ...

    def values(self) -> Mapping[str, TrustPolicy]:
        """Return every policy by name."""
        ...


class Namespaces(Protocol):
    """The namespaces of the cluster."""

    def get(self, name: str) -> Namespace:
        """Return a namespace with its labels.

        Raises:
            ClusterError: No answer could be had.
        """
        ...


class ImageSource(Protocol):
    """Registries."""

    def inspect(
        self,
        reference: Reference,
        *,
        deadline: float,
        credentials: Sequence[Credential] = (),
        warned: bool = True,
    ) -> ImageEvidence:
        """Return what the registry serves.

        Args:
            reference: The image.
            deadline: Instant of ``time.monotonic``.
            credentials: Of the pod, tried in turn before Bondstone's own.
            warned: Wait a moment for what is no more than a warning.

        Raises:
            ImagesError: No answer could be had.
        """
        ...


class PullSecrets(Protocol):
    """What pods show to registries."""

    def keyring(self, pod: Pod) -> Keyring:
        """Return what a pod can show."""
        ...


class PodSource(Protocol):
    """Pods as they are now."""

    def get(self, namespace: str, name: str, *, deadline: float) -> Pod:
        """Return who a pod is, and whether it has scheduling gates.

        Raises:
            ClusterError: No answer could be had.
            PodError: Its metadata or gates are not of the API's shape.
        """
        ...


class NodeStanding(Protocol):
    """What is known of single nodes."""

    def judge(self, need: Need, node: str, *, deadline: float) -> JudgedNode:
        """Decide whether a pod with this Need may run on a node now.

        Args:
            need: Of the pod.
            node: Its name.
            deadline: Instant of ``time.monotonic`` for whoever has to ask somebody.
        """
        ...


class LiveQuestioner(Protocol):
    """Asks verification services about single nodes."""

    def ask(
        self, node: Node, sources: Collection[Snapshot], *, deadline: float
    ) -> tuple[LiveAnswer, ...]:
        """Ask sources that must vouch for a node; what they say is in their Snapshots then."""
        ...

    def hold_against(
        self, node: Node, sources: Collection[Snapshot], answers: Collection[LiveAnswer]
    ) -> None:
        """Make a node suspect for which a source did not answer."""
        ...


class Nodes(Protocol):
    """The Node objects of the cluster."""

    @property
    def synced(self) -> bool:
        """True once the first list has come in."""
        ...

    def values(self) -> Mapping[str, Node]:
        """Return every node by name."""
        ...


class Snapshots(Protocol):
    """The newest Snapshots of the verification services."""

    def sources(self) -> Sources:
        """Return them, whatever their ages; the same value as long as nothing changed."""
        ...
