# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tag records as a test says that they are; of other texts nothing is known."""

from dataclasses import dataclass, field

from trust.tag_record import ReadRecord
from trust.verdict import Finding, Outcome


@dataclass
class SimulatedTagRecords:
    """Who verifies tag records, without signatures."""

    known: dict[str, ReadRecord] = field(default_factory=dict)
    revision: int = 0

    def read(self, text: str) -> ReadRecord:
        """Return what was published."""
        unknown = Finding(
            code="tag-authority-unknown", outcome=Outcome.UNKNOWN, detail="nobody knows"
        )
        return self.known.get(text, unknown)

    def publish(self, text: str, record: ReadRecord) -> None:
        """Let a text be read as this from now on."""
        self.known[text] = record
        self.revision += 1
