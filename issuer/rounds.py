# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rounds: look, decide, do one thing, look again."""

import logging
from collections.abc import Callable
from datetime import datetime

from certs.authority import BACKDATE
from cluster.errors import ClusterError
from cluster.server_clock import server_time
from cluster.subject import Subject
from issuer.errors import ClockError, IssuerError
from issuer.look import Look, Scope, look
from issuer.metrics import Metrics
from issuer.neighbours import Held, Objects, Recorder
from issuer.telling import told
from issuer.unchanged import Unchanged
from issuer.work import Work
from trust.certificates import Lifetimes
from trust.rotation import decide
from trust.rotation_steps import Action, Rest

_LOG = logging.getLogger("issuer")


class Rounds:
    """Brings the certificates to what they must be.

    Args:
        objects: The API server.
        scope: Where to look.
        lifetimes: How long things last.
        lease: Nothing is written without it.
        record: Where Events go.
        now: The clock.
        unchanged: For how long things are as they are.
        metrics: What is shown.
    """

    def __init__(  # noqa: PLR0913  what it is told of the world
        self,
        objects: Objects,
        *,
        scope: Scope,
        lifetimes: Lifetimes,
        lease: Held,
        record: Recorder,
        now: Callable[[], datetime],
        unchanged: Unchanged,
        metrics: Metrics,
    ) -> None:
        self._objects = objects
        self._scope = scope
        self._lifetimes = lifetimes
        self._lease = lease
        self._record = record
        self._now = now
        self._unchanged = unchanged
        self._metrics = metrics
        self._work = Work(objects, scope.hops, lifetimes)
        self._told: tuple[str, ...] = ()
        self._done: Action | None = None
        self.problem: str | None = None

    def round(self) -> bool:
        """Do one thing, and tell whether to look again at once."""
        try:
            again = self._round()
        except (ClusterError, IssuerError) as exc:
            self._metrics.failures.inc()
            self.problem = str(exc)
            _LOG.warning("round failed, trying again", extra={"why": self.problem})
            return False
        self.problem = None
        return again

    def rest(self) -> None:
        """Take note that another process leads."""
        self._unchanged.forget()
        self._metrics.lead(False)
        self.problem = None

    def _round(self) -> bool:
        self._require_right_clock()
        seen = look(self._objects, self._scope, self._unchanged)
        self._metrics.lead(True)
        self._metrics.show(seen.found)
        self._tell_problems(seen)
        now = self._now()
        action = decide(seen.found, self._lifetimes, now=now)
        if isinstance(action, Rest):
            self._done = None
            self._metrics.count(action)
            return False
        if not self._lease.held:
            return False
        self._work.do(action, seen, now=now)
        again, self._done = action != self._done, action
        self._metrics.count(action)
        self._tell(action, seen)
        # Whoever undoes what we do is not fought at full speed.
        return again

    def _require_right_clock(self) -> None:
        """Do nothing while our clock is not the API server's.

        Raises:
            ClockError: It is not: what would be issued would be valid for nobody else, and what is
                valid would look as if it had ended.
        """
        difference = self._now() - server_time(self._objects.create)
        if abs(difference) > BACKDATE:
            raise ClockError(
                f"our clock is {difference.total_seconds():+.0f} s from the API server's: nothing "
                "is issued until both are set right (NTP)"
            )

    def _tell(self, action: Action, seen: Look) -> None:
        reason, message = told(action)
        _LOG.info("step done", extra={"step": reason, "what": message})
        self._event(seen, reason, message)

    def _tell_problems(self, seen: Look) -> None:
        """Tell what is kept and cannot be used, once."""
        problems = seen.kept.problems
        if problems != self._told and problems:
            _LOG.warning("authorities cannot be used", extra={"why": "; ".join(problems)})
        self._told = problems

    def _event(self, seen: Look, reason: str, message: str) -> None:
        place = seen.authority
        subject = Subject(
            api_version="v1",
            kind="Secret",
            namespace=place.namespace,
            name=place.name,
            uid=place.uid,
        )
        try:
            self._record(subject, reason=reason, message=message)
        except ClusterError as exc:
            _LOG.warning("event is not recorded", extra={"reason": reason, "why": str(exc)})
