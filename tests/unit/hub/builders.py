# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Values and an event recorder to begin with."""

from dataclasses import replace

from tests.unit.trust.builders import NODE, REPORT
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.namespace import Namespace
from trust.pod import Pod

PAYMENTS = Namespace(name="payments", labels={"team": "payments"})
POD = Pod(namespace="payments", name="p", uid="u-1")
MARKED = replace(
    NODE,
    labels={TRUSTED_LABEL: "true", f"{TAG_PREFIX}region": "EU"},
    attested="True",
    attested_since="2026-01-01T11:00:00Z",
)
UNTRUSTED = replace(REPORT, trusted=False, asset_tags={}, failures=("PCR 7",))


class Events:
    """Takes events down."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def __call__(self, pod: Pod, *, reason: str, message: str) -> None:
        """Take one down."""
        assert reason == "NoTrustedNode"
        self.messages.append(f"{pod.name}: {message}")
