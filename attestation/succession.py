# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which Snapshot follows which: pure steps, so that the keeper's threads decide nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from attestation.errors import AnswerError, AttestationError
from attestation.losses import losses_after, outdone
from attestation.service import Answer
from trust.report import Identity, Report, Snapshot, Suspicion
from trust.rules.freshness import CLOCK_SKEW
from trust.rules.suspected import cleared
from trust.times import clock_text


def after_answer(old: Snapshot, answer: Answer, *, asked_at: datetime, now: datetime) -> Snapshot:
    """Return the Snapshot of an answer about all nodes, or the old one with a problem.

    An answer from the future or from before the one that we have is a replay or a broken clock.

    Args:
        old: What was known.
        answer: Of the service.
        asked_at: When the question left us: it clears what came up before it.
        now: The clock.
    """
    try:
        _check(old, answer, now=now)
    except AnswerError as exc:
        return after_failure(old, exc)
    reports = _followed(old, answer)
    # An answer about some nodes renews no others: a loss could stay unseen beyond the bound.
    return replace(
        old,
        fetched_at=answer.answered_at if answer.complete else old.fetched_at,
        reports=reports,
        suspicions=_suspected(old, answer, reports, asked_at=asked_at),
        losses=losses_after(old.losses, answer, reports),
        problem="",
    )


def after_single(
    old: Snapshot, identity: Identity, answer: Answer, *, asked_at: datetime
) -> Snapshot:
    """Return the Snapshot after an answer about one node; the age of the others goes on.

    Raises:
        AnswerError: It is about another node.
    """
    if any(report.identity != identity for report in answer.reports):
        raise AnswerError("it was asked about one node and answered about another")
    others = {key: each for key, each in old.reports.items() if key != identity}
    if not answer.reports:
        return replace(old, reports=others)
    news = {identity: _newer(old, answer.reports[0], complete=False)}
    return replace(
        old,
        reports={**others, **news},
        suspicions=_suspected(old, answer, news, asked_at=asked_at),
        losses=losses_after(old.losses, answer, news),
    )


def require_current(old: Snapshot, answer: Answer, *, now: datetime) -> None:
    """Do nothing for an answer about one node that was given now.

    Raises:
        AnswerError: It is from the future, or as old as a Snapshot must not be: a replay, or a
            clock that is wrong.
    """
    _check_clock(answer, now=now)
    if now - answer.answered_at > old.max_staleness:
        raise AnswerError(
            f"its answer says {clock_text(answer.answered_at)}, longer ago than it may be silent"
        )


def after_failure(old: Snapshot, error: AttestationError) -> Snapshot:
    """Keep what was known; its age goes on, and the problem is said with it."""
    return replace(old, problem=str(error))


def after_hint(old: Snapshot, identity: Identity, suspicion: Suspicion) -> Snapshot:
    """Hold a suspicion against a node; one that only later evidence clears is not softened."""
    held = old.suspicions.get(identity)
    if held is not None and held.evidence and not suspicion.evidence:
        return old
    return replace(old, suspicions={**old.suspicions, identity: suspicion})


def _check_clock(answer: Answer, *, now: datetime) -> None:
    if answer.answered_at > now + CLOCK_SKEW:
        raise AnswerError(
            f"its answer says {clock_text(answer.answered_at)}, which has not come yet"
        )


def _check(old: Snapshot, answer: Answer, *, now: datetime) -> None:
    _check_clock(answer, now=now)
    if old.fetched_at is not None and answer.answered_at < old.fetched_at:
        raise AnswerError(
            f"its answer of {clock_text(answer.answered_at)} is older than the one of "
            f"{clock_text(old.fetched_at)}"
        )
    if len({report.identity for report in answer.reports}) != len(answer.reports):
        raise AnswerError("its answer has two reports of one identity")


def _followed(old: Snapshot, answer: Answer) -> Mapping[Identity, Report]:
    """Let each Report follow the one that there was."""
    news = {
        report.identity: _newer(old, report, complete=answer.complete) for report in answer.reports
    }
    return news if answer.complete else {**old.reports, **news}


def _newer(old: Snapshot, new: Report, *, complete: bool) -> Report:
    """Return the Report that counts: trust never comes back on evidence from before its loss.

    What takes trust away or doubts counts at once; of what gives it, an answer about single nodes
    must be as new as what there is.
    """
    known = old.reports.get(new.identity)
    lost_at = old.losses.get(new.identity)
    if new.trusted and lost_at is not None and new.attested_at <= lost_at:
        return known if known is not None and not known.trusted else outdone(new, lost_at)
    if known is None or not new.trusted:
        return new
    if not complete and known.trusted and new.attested_at < known.attested_at:
        return known
    return new


def _suspected(
    old: Snapshot, answer: Answer, reports: Mapping[Identity, Report], *, asked_at: datetime
) -> Mapping[Identity, Suspicion]:
    """Return the suspicions that an answer does not clear; one about some nodes clears no others.

    Args:
        old: What was known.
        answer: Says whom it is about.
        reports: That count after it.
        asked_at: When the question left us.
    """
    about = {report.identity for report in answer.reports}
    return {
        identity: suspicion
        for identity, suspicion in old.suspicions.items()
        if not (answer.complete or identity in about)
        or not _cleared(suspicion, reports.get(identity), asked_at=asked_at)
    }


def _cleared(suspicion: Suspicion, report: Report | None, *, asked_at: datetime) -> bool:
    if suspicion.evidence:  # whoever is gone for a while does not come back on older evidence
        return report is not None and cleared(suspicion, report)
    return asked_at > suspicion.since
