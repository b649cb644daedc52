# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One line of the registry of codes."""

from dataclasses import dataclass

from trust.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Code:
    """What a Finding's code stands for.

    Attributes:
        name: The code: for metrics, logs, and whoever reads JSON. It never changes its meaning.
        outcome: DENY, or UNKNOWN where no answer could be had.
        when: When it is given, in one sentence.
        remedy: What to do about it, as a clause; a Finding that knows more says more.
    """

    name: str
    outcome: Outcome
    when: str
    remedy: str


def deny(name: str, when: str, remedy: str) -> Code:
    """Return the line of a code that says no."""
    return Code(name, Outcome.DENY, when, remedy)


def unknown(name: str, when: str, remedy: str) -> Code:
    """Return the line of a code that says that no answer could be had."""
    return Code(name, Outcome.UNKNOWN, when, remedy)
