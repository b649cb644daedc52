# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Values and an event recorder to begin with."""

from dataclasses import replace

from cluster.errors import ClusterError
from cluster.subject import Subject
from tests.unit.trust.builders import NODE, REPORT, policy
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.namespace import Namespace
from trust.pod import Pod
from trust.policy_status import PolicyStatus, StoredPolicy

PAYMENTS = Namespace(name="payments", labels={"team": "payments"})
POD = Pod(namespace="payments", name="p", uid="u-1")
MARKED = replace(
    NODE,
    labels={TRUSTED_LABEL: "true", f"{TAG_PREFIX}region": "EU"},
    attested="True",
    attested_since="2026-01-01T11:00:00Z",
)
UNTRUSTED = replace(REPORT, trusted=False, asset_tags={}, failures=("PCR 7",))


def stored(**spec: object) -> StoredPolicy:
    """Return a policy whose status says nothing yet."""
    return StoredPolicy(policy=policy(**spec), uid="u-p", generation=1, status=PolicyStatus())


class Events:
    """Takes events down."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.reasons: list[str] = []
        self.refused = False

    def __call__(self, subject: Subject, *, reason: str, message: str) -> None:
        """Take one down."""
        if self.refused:
            raise ClusterError(f"{reason}: 403")
        self.reasons.append(reason)
        self.messages.append(f"{subject.name}: {message}")
