# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a TrustPolicy's status must say: a pure function of the policy and of what was counted."""

from dataclasses import dataclass, field

from trust.policy import TrustPolicy

READY = "Ready"
"""Type of the one condition."""
_LIMIT = 1024
"""Characters of a message: a screen; the schema allows more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStatus:
    """The status of a TrustPolicy, stored or wanted.

    Attributes:
        ready: ``True`` or ``False``; empty where there is no condition.
        reason: One word, ``Accepted`` or ``Invalid``.
        message: A sentence.
        observed_generation: The metadata.generation that this is about.
        protected_pods: Pods that the policy selects; None while they have not been counted.
        violations: Those that are not as a judged pod would be; None where none are looked for.
        since: The condition's lastTransitionTime as written (RFC 3339); of no account for equality.
    """

    ready: str = ""
    reason: str = ""
    message: str = ""
    observed_generation: int = 0
    protected_pods: int | None = None
    violations: int | None = None
    since: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPolicy:
    """A TrustPolicy as the API server has it: what decisions rest on, and what its status says."""

    policy: TrustPolicy
    uid: str
    generation: int
    status: PolicyStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PodCount:
    """How many pods a policy selects, and how many of them violate it."""

    protected: int
    violating: int | None


def status_of(stored: StoredPolicy, count: PodCount | None) -> PolicyStatus:
    """Return what the status must say; without a count, the numbers that stand there stay."""
    defect = stored.policy.defect
    before = stored.status
    message = "the policy is in force"
    if defect is not None:
        message = f"{defect.detail}; until then nothing that it may select is admitted"
    return PolicyStatus(
        ready="True" if defect is None else "False",
        reason="Accepted" if defect is None else "Invalid",
        message=message[:_LIMIT],
        observed_generation=stored.generation,
        protected_pods=before.protected_pods if count is None else count.protected,
        violations=before.violations if count is None else count.violating,
    )
