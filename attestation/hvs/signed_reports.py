# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Signed reports, fetched one by one and verified once: again only when HVS renewed them.

One signed report costs a request and a millisecond, and a service has thousands: so many are
fetched in a poll and no more, those first that were not tried for longest. Until all were tried
once, polls follow each other at once: nobody is trusted before.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.hvs.appraisal import Unsigned
from attestation.hvs.kept import Kept, followed, renewal_of
from attestation.hvs.pages import MOST_ITEMS
from attestation.hvs.questions import Questions
from attestation.hvs.report_document import HostReport
from attestation.hvs.report_list import read_signed
from attestation.hvs.saml import Verified
from attestation.hvs.signers import Signers

_NOTHING = Kept()


class SignedReports:
    """Keeps the newest verified report of each host; safe to use from several threads.

    Entries are replaced whole: two threads that ask for one host at once verify it twice.

    Args:
        questions: Asks HVS.
        now: The clock.
        per_poll: Reports that one poll fetches at most.
        most_at_once: Reports after which polls do not follow each other at once any more.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        questions: Questions,
        *,
        now: Callable[[], datetime],
        per_poll: int,
        most_at_once: int = MOST_ITEMS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._questions = questions
        self._now = now
        self._per_poll = per_poll
        self._clock = clock
        self._kept: dict[str, Kept] = {}
        self._at_once = most_at_once

    def refresh(self, reports: Sequence[HostReport], signers: Signers, *, deadline: float) -> bool:
        """Fetch what is new, as far as one poll goes; what fails is tried again in later ones.

        Returns:
            Whether hosts are left that were never tried, as after a start; not again after that,
            and not for ever, for whoever lists hosts may make some up at each poll.

        Args:
            reports: In JSON, of the hosts whose signed reports are wanted.
            signers: Who may sign.
            deadline: Instant of ``time.monotonic``.
        """
        wanted = [each for each in reports if self._is_wanted(each, signers)]
        wanted.sort(key=lambda each: self._of(each.hardware_uuid).tried_at)
        for report in wanted[: self._per_poll]:
            if self._clock() >= deadline:
                break
            try:
                self.fetch(report.hardware_uuid, signers, deadline=deadline, listed=report)
            except ServiceUnavailableError:
                if self._clock() < deadline:
                    return False  # the others would not be answered either
                break
            except AnswerError:
                continue  # it is said of this host, when its report is asked for
        return self._goes_on(wanted)

    def fetch(
        self,
        hardware_uuid: str,
        signers: Signers,
        *,
        deadline: float,
        listed: HostReport | None = None,
    ) -> Verified:
        """Ask for the signed report of one host now, and verify it unless it is known.

        Args:
            hardware_uuid: Of the host.
            signers: Who may sign.
            deadline: Instant of ``time.monotonic``.
            listed: Its report in JSON, where that is known.

        Raises:
            AttestationError: There is none that can be believed.
        """
        tried = replace(self._of(hardware_uuid), tried_at=self._clock())
        self._kept[hardware_uuid] = tried
        body = read_signed(self._questions, hardware_uuid, deadline=deadline).body
        try:
            kept = followed(tried, body, listed, signers, now=self._now())
            verified = kept.about(hardware_uuid)
        except AnswerError as exc:
            self._kept[hardware_uuid] = replace(tried, found=Unsigned(why=str(exc)))
            raise
        self._kept[hardware_uuid] = kept
        return verified

    def of(self, hardware_uuid: str, signers: Signers) -> Verified | Unsigned:
        """Return the signed report of a host, or why there is none that counts now."""
        return self._of(hardware_uuid).counting(signers, now=self._now())

    def forget_all_but(self, hardware_uuids: Iterable[str]) -> None:
        """Keep what is known of these hosts, and nothing else."""
        known = set(hardware_uuids)
        self._kept = {key: each for key, each in list(self._kept.items()) if key in known}

    def _goes_on(self, wanted: Sequence[HostReport]) -> bool:
        left = any(not self._of(each.hardware_uuid).tried_at for each in wanted)
        self._at_once = self._at_once - self._per_poll if left else 0
        return self._at_once > 0

    def _of(self, hardware_uuid: str) -> Kept:
        return self._kept.get(hardware_uuid, _NOTHING)

    def _is_wanted(self, report: HostReport, signers: Signers) -> bool:
        renewed = self._of(report.hardware_uuid).renewal != renewal_of(report)
        return renewed or isinstance(self.of(report.hardware_uuid, signers), Unsigned)
