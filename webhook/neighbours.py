# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the webhook needs of its neighbours: one small Protocol each, owned here."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from images.credential import Credential
from trust.image import ImageEvidence
from trust.namespace import Namespace
from trust.pod import Pod
from trust.policy import TrustPolicy
from trust.reference import Reference
from webhook.keyring import Keyring


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
        self, reference: Reference, *, deadline: float, credentials: Sequence[Credential] = ()
    ) -> ImageEvidence:
        """Return what the registry serves.

        Args:
            reference: The image.
            deadline: Instant of ``time.monotonic``.
            credentials: Of the pod, tried in turn before Bondstone's own.

        Raises:
            ImagesError: No answer could be had.
        """
        ...


class PullSecrets(Protocol):
    """What pods show to registries."""

    def keyring(self, pod: Pod) -> Keyring:
        """Return what a pod can show."""
        ...
