# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which Snapshot follows which: pure steps, so that the keeper's thread decides nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

from attestation.errors import AnswerError, AttestationError
from attestation.service import Answer
from trust.report import Snapshot
from trust.times import clock_text

CLOCK_SKEW = timedelta(seconds=5)
"""What the clocks of the service and ours may differ."""


def after_answer(old: Snapshot, answer: Answer, *, now: datetime) -> Snapshot:
    """Return the Snapshot of an answer, or the old one with a problem where it cannot follow.

    An answer from the future or from before the one that we have is a replay or a broken clock.
    """
    try:
        _check(old, answer, now=now)
    except AnswerError as exc:
        return after_failure(old, exc)
    return replace(
        old,
        fetched_at=answer.answered_at,
        reports={report.identity: report for report in answer.reports},
        problem="",
    )


def after_failure(old: Snapshot, error: AttestationError) -> Snapshot:
    """Keep what was known; its age goes on, and the problem is said with it."""
    return replace(old, problem=str(error))


def _check(old: Snapshot, answer: Answer, *, now: datetime) -> None:
    said = clock_text(answer.answered_at)
    if answer.answered_at > now + CLOCK_SKEW:
        raise AnswerError(f"its answer says {said}, which has not come yet")
    if old.fetched_at is not None and answer.answered_at < old.fetched_at:
        raise AnswerError(
            f"its answer of {said} is older than the one of {clock_text(old.fetched_at)}"
        )
    if len({report.identity for report in answer.reports}) != len(answer.reports):
        raise AnswerError("its answer has two reports of one identity")
