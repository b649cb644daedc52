# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Webhook configurations and admission policies (admissionregistration.k8s.io/v1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cluster.cache import Cache
from cluster.connection import Connection
from trust.configuration import Shape, bundles_of, shape_of

GROUP_VERSION = "admissionregistration.k8s.io/v1"
PLURALS: Mapping[str, str] = {
    "MutatingWebhookConfiguration": "mutatingwebhookconfigurations",
    "ValidatingWebhookConfiguration": "validatingwebhookconfigurations",
    "ValidatingAdmissionPolicy": "validatingadmissionpolicies",
    "ValidatingAdmissionPolicyBinding": "validatingadmissionpolicybindings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """One object, as far as admission rests on it.

    Attributes:
        uid: metadata.uid.
        shape: What is compared.
        bundles: The caBundle of each entry, base64 of PEM.
        version: metadata.resourceVersion.
        metadata: Its labels and annotations, as they stand in the object.
    """

    uid: str
    shape: Shape
    bundles: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    metadata: Mapping[str, object] = field(default_factory=dict)


def configuration_of(raw: Mapping[str, Any]) -> Configuration:
    """Read one."""
    metadata = raw["metadata"]
    return Configuration(
        uid=metadata["uid"],
        shape=shape_of(raw),
        bundles=bundles_of(raw),
        version=metadata.get("resourceVersion", ""),
        metadata={key: metadata[key] for key in ("labels", "annotations") if metadata.get(key)},
    )


def collection_of(kind: str) -> str:
    """Return the path of all objects of one kind of ``PLURALS``."""
    return f"/apis/{GROUP_VERSION}/{PLURALS[kind]}"


def configurations(connection: Connection, kind: str) -> Cache[Configuration]:
    """Return a cache of all objects of one kind of ``PLURALS``."""
    return Cache(connection, collection_of(kind), configuration_of, name=PLURALS[kind])
