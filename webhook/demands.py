# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What policies of one mode, or one policy, ask of an object now and asked before an update."""

from dataclasses import dataclass

from trust.need import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What policies ask of the object, and what they, as they are now, asked of the old one."""

    now: Need
    before: Need

    @property
    def ask_nothing(self) -> bool:
        """True when nothing is asked of either."""
        return self.now.asks_nothing and self.before.asks_nothing

    @property
    def of_new(self) -> "Demands":
        """The same of a new object."""
        return Demands(now=self.now, before=Need())

    @property
    def policies(self) -> frozenset[str]:
        """Names of the policies that select either."""
        return frozenset((*self.now.policies, *self.before.policies))
