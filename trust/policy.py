# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""TrustPolicy: which pods are protected and what they need (architecture.md §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from trust.selector import LabelSelector
from trust.verdict import Finding

DEFAULT_MAX_REPORT_AGE = timedelta(minutes=5)
"""Some polls of any verification service, so that one lost poll refuses nobody."""


class Mode(Enum):
    """What a violation leads to."""

    ENFORCE = "Enforce"
    WARN = "Warn"
    AUDIT = "Audit"


class TrustLost(Enum):
    """What the loss of a node's trust does to pods that run there, from strict to lenient."""

    EVICT = "Evict"
    NO_NEW_PODS = "NoNewPods"
    REPORT_ONLY = "ReportOnly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which pods: the namespace and the pod must both be selected.

    Attributes:
        namespaces: By their labels.
        pods: By theirs.
        guessed: Which namespaces are meant cannot be read: ``namespaces`` takes all, to be safe.
    """

    namespaces: LabelSelector
    pods: LabelSelector
    guessed: bool = False

    def matches(self, *, namespace: Mapping[str, str], pod: Mapping[str, str]) -> bool:
        """Tell whether a pod with these labels, in a namespace with these, is selected."""
        return self.namespaces.matches(namespace) and self.pods.matches(pod)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncryptionNeed:
    """Images must be encrypted.

    Attributes:
        key_providers: Whose wrapped keys count, such as ``jwe`` or ``provider.bondstone``.
        exempt: Pairs ``registry/repository@digest`` of images that need not be.
        policies: Names of the TrustPolicies that ask for it, for people: no part of what is asked.
    """

    key_providers: frozenset[str]
    exempt: frozenset[str] = frozenset()
    policies: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPolicy:
    """One policy as values.

    Attributes:
        name: metadata.name.
        mode: Enforce, Warn or Audit.
        match: Which pods.
        encryption: None where images need not be encrypted.
        trust_required: Nodes must be attested and trusted.
        asset_tags: Every key, one of its values; never without ``trust_required``.
        sources: Verification services that must all vouch; never without ``trust_required``.
        max_report_age: Upper bound of a Report's age.
        on_trust_lost: What becomes of running pods.
        defect: Why the document could not be read; then everything else is at its strictest.
    """

    name: str
    mode: Mode
    match: Match
    encryption: EncryptionNeed | None
    trust_required: bool
    asset_tags: Mapping[str, frozenset[str]]
    max_report_age: timedelta
    on_trust_lost: TrustLost
    defect: Finding | None = None
    sources: frozenset[str] = frozenset()
