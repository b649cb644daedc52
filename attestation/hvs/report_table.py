# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The newest report in JSON of each host: all read now and then, and the changes in between.

Changes are searched by instant (``fromDate``) in the audit log of HVS, in the time zone of its
database, and a loss that is left out of them stays hidden. So all are read within a bound of time,
however few polls there were. Each full read checks the changes that were read since the one before;
if HVS left one out, changes are not asked for any more.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import inf

from attestation.errors import AnswerError
from attestation.hvs.page import Unread
from attestation.hvs.questions import Questions
from attestation.hvs.remembered import Items
from attestation.hvs.report_document import HostReport
from attestation.hvs.report_list import ReportList, read_reports
from attestation.hvs.settings import HvsSettings

_OVERLAP = timedelta(seconds=60)
"""Changes are asked for from so long before the last poll."""
_SECOND = timedelta(seconds=1)


class ReportTable:
    """Keeps the reports; used by one thread.

    Args:
        questions: Asks HVS.
        settings: Of them: reports that are asked for at a time, of how many polls one reads all,
            and after how long a poll does in any case.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        questions: Questions,
        settings: HvsSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._questions = questions
        self._page_size = settings.page
        self._full_every = settings.full_every
        self._full_within = settings.full_within.total_seconds()
        self._clock = clock
        self._full_at = -inf
        self._polls = 0
        self._since: datetime | None = None
        self._reports: Mapping[str, HostReport] = {}
        self._known: Items[HostReport | Unread] = Items()
        self._known_changes: Items[HostReport | Unread] = Items()

    @property
    def reports(self) -> Mapping[str, HostReport]:
        """Return the reports by the host's identifier at HVS."""
        return self._reports

    def refresh(self, *, at: datetime, deadline: float) -> tuple[str, ...]:
        """Read what is new, or all; return remarks on what could not be used.

        Args:
            at: The clock of HVS, read before this.
            deadline: Instant of ``time.monotonic``.

        Raises:
            AttestationError: The reports cannot be had; those that were known stay.
        """
        changes = None if self._is_full_due() else self._changes(deadline)
        if changes is not None:
            self._reports = {**self._reports, **self._not_older(changes.newest)}
            remarks = changes.remarks
        else:
            remarks = self._read_all(deadline)
        self._polls += 1
        self._since = at
        return remarks

    def _is_full_due(self) -> bool:
        rest = self._polls % self._full_every
        return not rest or self._clock() - self._full_at >= self._full_within

    def _changes(self, deadline: float) -> ReportList | None:
        """Return the changes since the last poll, None where only a full read helps."""
        if self._since is None:
            return None
        try:
            found = read_reports(
                self._questions,
                page_size=self._page_size,
                deadline=deadline,
                since=self._since - _OVERLAP,
                known=self._known_changes,
            )
        except AnswerError:
            self._polls = 0
            return None
        if found.remarks:  # a change that cannot be read may be a loss of trust
            self._polls = 0
            return None
        return found

    def _read_all(self, deadline: float) -> tuple[str, ...]:
        began = self._clock()
        found = read_reports(
            self._questions, page_size=self._page_size, deadline=deadline, known=self._known
        )
        missed = self._missed(found.newest)
        self._reports = found.newest
        self._full_at = began
        if not missed:
            return found.remarks
        self._full_every = 1
        return (
            *found.remarks,
            f"HVS left out {missed} of its newer reports when it was asked for those: all reports "
            "are read in each poll from now on",
        )

    def _missed(self, found: Mapping[str, HostReport]) -> int:
        """Count the reports that the changes since the last full read should have had."""
        if self._since is None or self._full_every == 1:
            return 0
        return sum(
            report.created_at < self._since - _SECOND
            for host, report in found.items()
            if host not in self._reports
            or self._reports[host].created_at + _SECOND < report.created_at
        )

    def _not_older(self, found: Mapping[str, HostReport]) -> dict[str, HostReport]:
        """Return what may follow what is known; lists of changes cut instants to the second."""
        return {
            host: report
            for host, report in found.items()
            if host not in self._reports
            or self._reports[host].created_at < report.created_at + _SECOND
        }
