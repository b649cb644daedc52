# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Findings and Verdicts: three outcomes, every reason kept.

UNKNOWN means "could not be evaluated". It never admits a protected pod and never pretends to be a
denial (ADR 0003).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trust.codes import rank_of, remedy_of
from trust.names import TAGS_ANNOTATION
from trust.outcome import Outcome as Outcome  # who imports Findings takes it from here
from trust.printable import first_of, printable

MESSAGE_LIMIT = 1024
"""Bytes of a refusal in UTF-8: what a person reads in one terminal screen (architecture.md §5)."""
_NAMED = 3
"""Policies that a refusal names: a name has 253 characters, and the reasons need room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason not to allow.

    Attributes:
        code: Short stable word for metrics and logs, such as ``layer-not-encrypted``; registered
            in ``trust.codes``.
        outcome: DENY or UNKNOWN.
        detail: One clause for people: what, which, why. A Finding about a node does not name the
            node, because the scheduler counts equal reasons together.
        remedy: One clause that says how to fix it; left out, the one that is registered.
    """

    code: str
    outcome: Outcome
    detail: str
    remedy: str = ""

    def __post_init__(self) -> None:
        """Complete the remedy; make texts fit to be shown, wherever they will be."""
        object.__setattr__(self, "detail", printable(self.detail))
        object.__setattr__(self, "remedy", printable(self.remedy or remedy_of(self.code)))

    @property
    def text(self) -> str:
        """Detail and remedy as one sentence without its full stop."""
        return f"{self.detail}; {self.remedy}" if self.remedy else self.detail

    def about(self, subject: str) -> "Finding":
        """Return the same reason with its subject in front."""
        return Finding(
            code=self.code,
            outcome=self.outcome,
            detail=f"{subject}: {self.detail}",
            remedy=self.remedy,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """All Findings of one decision; none of them means ALLOW."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding | None]) -> "Verdict":
        """Keep what was found, each reason once: denials first, then by importance of the code."""
        unique = dict.fromkeys(finding for finding in findings if finding is not None)
        return cls(tuple(sorted(unique, key=_importance))) if unique else cls()

    @property
    def outcome(self) -> Outcome:
        """DENY when any Finding denies, else UNKNOWN when any is left, else ALLOW."""
        outcomes = {finding.outcome for finding in self.findings}
        if Outcome.DENY in outcomes:
            return Outcome.DENY
        return Outcome.UNKNOWN if outcomes else Outcome.ALLOW

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all Findings, each once, in order."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))

    def message(
        self,
        *,
        policies: Sequence[str],
        subject: str = "pod",
        annotated: bool = False,
        rest: str = "",
    ) -> str:
        """Write the refusal for people, at most ``MESSAGE_LIMIT`` bytes.

        Args:
            policies: Names of the TrustPolicies that refuse.
            subject: What is refused.
            annotated: No policy asks, but the pod itself, by its annotation.
            rest: Where to find what has no room.
        """
        named = first_of([f'TrustPolicy "{name}"' for name in policies], most=_NAMED)
        named = named.replace('", ', '" and ') or "Bondstone"
        asked = f"what the annotation {TAGS_ANNOTATION} asks" if annotated and not policies else ""
        if self.outcome is Outcome.UNKNOWN:
            unknown = (
                f"{named} could not evaluate {asked}"
                if asked
                else f"{named} could not be evaluated"
            )
            start = f"{unknown}, so the {subject} is not admitted: "
        else:
            verb = "refuse" if len(policies) > 1 else "refuses"
            start = f"{named} {verb} this {subject}{asked and f' for {asked}'}: "
        start = printable(start)
        limit = MESSAGE_LIMIT - len(start.encode())
        return start + _fit(self.findings, limit=limit, rest=f": {rest}" if rest else "")


def _importance(finding: Finding) -> tuple[bool, int]:
    return finding.outcome is not Outcome.DENY, rank_of(finding.code)


def _fit(findings: tuple[Finding, ...], *, limit: int, rest: str) -> str:
    """Join what fits, the first in any case, each remedy once, and count what does not fit."""
    text = _told(findings[0], limit=limit)
    remedies = {findings[0].remedy}
    for index, finding in enumerate(findings[1:], start=1):
        left = len(findings) - index
        note = f" (and {left} more{rest})"
        more = finding.detail if finding.remedy in remedies else finding.text
        longer = f"{text}. Also: {more}"
        room = limit if left == 1 else limit - len(note.encode())
        if len(longer.encode()) > room:
            most = limit - len(note.encode())
            return (_told(findings[0], limit=most) if index == 1 else _cut(text, limit=most)) + note
        text = longer
        remedies.add(finding.remedy)
    return text


def _told(finding: Finding, *, limit: int) -> str:
    """Write detail and remedy; of a detail that is too long, something is left for the remedy."""
    remedy = f"; {finding.remedy}" if finding.remedy else ""
    room = max(limit - len(remedy.encode()), limit // 2)
    return _cut(_cut(finding.detail, limit=room) + remedy, limit=limit)


def _cut(text: str, *, limit: int) -> str:
    """Shorten to ``limit`` bytes of UTF-8 without breaking a character."""
    raw = text.encode()
    if len(raw) <= limit:
        return text
    return raw[: limit - 3].decode(errors="ignore") + "…"
