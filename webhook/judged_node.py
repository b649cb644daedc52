# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How a node stands for one pod."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trust.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedNode:
    """How a node stands for one pod.

    Attributes:
        verdict: Whether it may run there.
        live: What became of the live question, by source; empty where none was asked.
    """

    verdict: Verdict = field(default_factory=Verdict)
    live: Mapping[str, str] = field(default_factory=dict)
