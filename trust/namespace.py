# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Namespace as decisions see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NEVER_PROTECTED = frozenset({"kube-system", "kube-node-lease", "bondstone-system"})
"""Never behind our webhooks, so that a cluster can always start; the configurations agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace:
    """Name and labels; the API server keeps ``kubernetes.io/metadata.name`` among the labels."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
