# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What became of the live question to one source, for people, metrics and the log."""

from dataclasses import dataclass

from trust.report import Report
from trust.verdict import Finding, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAnswer:
    """Of one source; what it says of the node is in its Snapshot.

    Attributes:
        source: Who was asked.
        outcome: A word for metrics and log: trusted, untrusted, unknown, late, failed, not-asked.
        finding: Why the Binding is refused, where there is no answer.
        silence: Why the node is suspect from now on, empty where it is not.
    """

    source: str
    outcome: str
    finding: Finding | None = None
    silence: str = ""


def answered(source: str, report: Report | None) -> LiveAnswer:
    """Return what the Report of the answer says; rules judge it."""
    if report is None or report.doubt:
        return LiveAnswer(source=source, outcome="unknown")
    return LiveAnswer(source=source, outcome="trusted" if report.trusted else "untrusted")


def not_asked(source: str, why: str) -> LiveAnswer:
    """Return that there was no question: nothing is held against the node."""
    detail = f'source "{source}" was not asked whether it vouches for the node now: {why}'
    finding = _unknown("live-question-not-asked", detail)
    return LiveAnswer(source=source, outcome="not-asked", finding=finding)


def late(source: str, *, seconds: float) -> LiveAnswer:
    """Return that there was no answer in time."""
    detail = f'source "{source}" did not say within {seconds:g}s whether it vouches for the node'
    finding = _unknown("live-answer-late", detail)
    silence = f"no live answer within {seconds:g}s"
    return LiveAnswer(source=source, outcome="late", finding=finding, silence=silence)


def failed(source: str, why: str) -> LiveAnswer:
    """Return that there was none that could be believed."""
    detail = f'source "{source}" did not say whether it vouches for the node now: {why}'
    finding = _unknown("live-answer-failed", detail)
    silence = f"no live answer: {why}"
    return LiveAnswer(source=source, outcome="failed", finding=finding, silence=silence)


def _unknown(code: str, detail: str) -> Finding:
    return Finding(code=code, outcome=Outcome.UNKNOWN, detail=detail)
