# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The three outcomes of a decision (ADR 0003)."""

from enum import Enum


class Outcome(Enum):
    """What a decision says."""

    ALLOW = "allow"
    DENY = "deny"
    UNKNOWN = "unknown"
