# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the webhook needs of its neighbours: one small Protocol each, owned here."""

from collections.abc import Mapping
from typing import Protocol

from trust.image import ImageEvidence
from trust.namespace import Namespace
from trust.policy import TrustPolicy
from trust.reference import Reference


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

    def inspect(self, reference: Reference, *, deadline: float) -> ImageEvidence:
        """Return what the registry serves; ``deadline`` is an instant of ``time.monotonic``.

        Raises:
            ImagesError: No answer could be had.
        """
        ...
