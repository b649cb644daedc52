# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an Event is about (core/v1 ObjectReference)."""

from dataclasses import dataclass
from typing import Protocol


class Namespaced(Protocol):
    """A pod, in any of the forms that we keep."""

    @property
    def namespace(self) -> str:
        """metadata.namespace."""
        ...

    @property
    def name(self) -> str:
        """metadata.name."""
        ...

    @property
    def uid(self) -> str:
        """metadata.uid."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An object of the cluster; ``namespace`` is empty where its kind has none."""

    api_version: str
    kind: str
    name: str
    uid: str
    namespace: str = ""

    @property
    def events_namespace(self) -> str:
        """Where Events about it are: those about a cluster's own objects are in ``default``."""
        return self.namespace or "default"


def pod_subject(pod: Namespaced) -> Subject:
    """Return a pod as the subject of an Event."""
    return Subject(
        api_version="v1", kind="Pod", namespace=pod.namespace, name=pod.name, uid=pod.uid
    )
