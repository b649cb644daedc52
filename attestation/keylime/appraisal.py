# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an agent's status is worth: trusted, untrusted, or neither.

``PASS`` alone is none: an agent that was never asked, or has been silent for minutes, is shown with
it. Trust comes from state *and* instants (keylime.md 1.3, 1.4). Whatever is not understood is a
doubt; texts hold no age, so that they stay the same from poll to poll.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from attestation.keylime.clock import Clock
from attestation.keylime.demands import Demands
from attestation.keylime.progress import Progress, stalled
from attestation.keylime.status import AgentStatus
from attestation.keylime.versions import LEAST, PUSHED
from trust.report import Identity, IdentityKind, Report
from trust.times import clock_text

_PASSING = frozenset({3, 4, 5, 6})
_FAILED, _DELETED, _INVALID_QUOTE, _STOPPED = 7, 8, 9, 10
_WAITING = {
    0: "registered and not asked for a quote yet",
    1: "about to be asked for its first quote since the verifier was started",
    2: "saved and not asked for a quote yet",
    _DELETED: "about to be deleted from the verifier",
}
_NOT_REACHABLE = "internal.verifier.not_reachable"
_AHEAD = timedelta(seconds=2)
"""What a verifier's instant may be later than its own ``Date``."""
_TOLD = timedelta(minutes=5)
"""How long a verdict stands that gives no trust; the age of the Snapshot ends it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer's instants.

    Attributes:
        served_at: ``Date`` of the answer.
        received_at: When it came, by our clock.
        clock: The verifier's against ours.
        api: Version of the API that it was given under.
    """

    served_at: datetime
    received_at: datetime
    clock: Clock
    api: str


def appraise(status: AgentStatus, told: Told, *, progress: Progress, demands: Demands) -> Report:
    """Return the Report on an agent; its id must have been found to be its EK's hash.

    Args:
        status: As the verifier tells it.
        told: When.
        progress: Of its attestation, this answer included.
        demands: Of the operator.
    """
    identity = Identity(IdentityKind.EK_HASH, status.agent_id)
    failure = _failure(status)
    if failure:
        return Report(
            identity=identity,
            trusted=False,
            attested_at=told.clock.ours(status.received) if status.received else told.received_at,
            expires_at=told.received_at + _TOLD,
            failures=(failure,),
        )
    doubt = next(_doubts(status, told, progress, demands), "")
    if doubt:
        return Report(
            identity=identity,
            trusted=False,
            attested_at=told.received_at,
            expires_at=told.received_at + _TOLD,
            doubt=f"keylime: {doubt}",
        )
    age = max(_age(status, told), timedelta())
    return Report(
        identity=identity,
        trusted=True,
        attested_at=told.clock.ours(status.succeeded),
        expires_at=told.received_at + demands.age_limit(status) - age,
    )


def _failure(status: AgentStatus) -> str:
    """Return what the verifier holds against the agent, empty where it does not."""
    event = status.event or "no event is told"
    if status.state == _INVALID_QUOTE:
        return f"its quote is invalid ({event})"
    if status.state == _STOPPED:
        return "its attestation was stopped by an administrator"
    if status.state == _FAILED and status.event != _NOT_REACHABLE:
        return f"its attestation failed ({event})"
    if status.state is None and status.outcome == "FAIL":
        return f"its evidence was refused ({event})"
    if status.severity is not None and status.event != _NOT_REACHABLE:
        return f"severity {status.severity} ({event})"
    return ""


def _doubts(status: AgentStatus, told: Told, progress: Progress, demands: Demands) -> Iterator[str]:
    """Yield why the agent cannot be trusted now; trusted only when there is nothing."""
    yield from _doubts_of_state(status, told)
    yield from _doubts_of_instants(status, told)
    limit = demands.age_limit(status)
    if _age(status, told) >= limit:
        yield f"no good quote since {_when(status.succeeded, told)}"
    if stalled(progress, status, served_at=told.served_at, limit=limit):
        yield f"no further quote was counted since {clock_text(progress.since)}"
    yield from filter(None, [demands.missing_pcrs(status)])


def _doubts_of_state(status: AgentStatus, told: Told) -> Iterator[str]:
    if status.state == _FAILED:
        yield f"agent not reachable since {_when(status.received, told)}"
    elif status.state in _WAITING:
        yield f"agent {_WAITING[status.state]}"
    elif status.state is not None and status.state not in _PASSING:
        yield f"agent in state {status.state}, which is not known here"
    if status.state is None and told.api not in PUSHED:
        yield f"agent pushes its evidence, which is believed of Keylime {LEAST} or newer alone"
    if status.severity is not None:
        yield f"severity {status.severity} ({status.event}) is on record: enrol the agent anew"
    if status.outcome not in ("", "PASS") or (status.state is None and not status.outcome):
        yield f'attestation status "{status.outcome}", not "PASS"'


def _doubts_of_instants(status: AgentStatus, told: Told) -> Iterator[str]:
    if status.count < 1 or status.succeeded <= 0:
        yield "agent never attested"
    if status.succeeded < status.received:
        since = _when(status.succeeded, told)
        yield f"the last quote is not known to be good, and none was since {since}"
    if _age(status, told) < -_AHEAD:
        yield "its last good quote is later than the verifier's own clock"


def _age(status: AgentStatus, told: Told) -> timedelta:
    """Return the age of the last good quote, by the verifier's clock alone."""
    return timedelta(seconds=told.served_at.timestamp() - status.succeeded)


def _when(seconds: int, told: Told) -> str:
    return clock_text(told.clock.ours(seconds)) if seconds else "it was enrolled"
