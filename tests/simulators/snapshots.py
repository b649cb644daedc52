# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A keeper of Snapshots whose Snapshot a test sets."""

from dataclasses import dataclass

from trust.report import Snapshot


@dataclass
class SimulatedSnapshots:
    """Gives what it was given."""

    current: Snapshot

    def snapshot(self) -> Snapshot:
        """Return it."""
        return self.current
