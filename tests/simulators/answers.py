# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a simulated server says, and how; and what it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto


class Manner(Enum):
    """How an answer is given."""

    PROMPT = auto()
    LATE = auto()  # true, but after everybody's deadline
    DRIPPING_HEAD = auto()  # a byte now and then, complete after everybody's deadline
    DRIPPING_BODY = auto()
    ENDLESS = auto()
    BROKEN_OFF = auto()
    HUNG_UP = auto()  # no answer at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent, and how."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    manner: Manner = Manner.PROMPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes = b""
