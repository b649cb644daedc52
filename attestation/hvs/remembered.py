# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What was made of the same things before: thousands of hosts hardly change from poll to poll."""

import hashlib
from collections.abc import Callable
from typing import Generic, TypeVar

from attestation.hvs.appraisal import Unsigned, appraise
from attestation.hvs.host_document import Host
from attestation.hvs.report_document import HostReport
from attestation.hvs.saml import Verified
from trust.report import Report

T = TypeVar("T")


class Pages(Generic[T]):
    """Pages as they were parsed; one that comes again, bit for bit, is not parsed again."""

    def __init__(self) -> None:
        self._old: dict[str, tuple[bytes, T]] = {}
        self._new: dict[str, tuple[bytes, T]] = {}

    def begin(self) -> None:
        """Forget the pages of a list that broke off: whoever gives them chooses their names."""
        self._new = {}

    def of(self, name: str, body: bytes, parse: Callable[[], T]) -> T:
        """Return a page.

        Args:
            name: By which the page before is known.
            body: Of the answer.
            parse: Parses it.
        """
        digest = hashlib.sha256(body).digest()
        known = self._old.get(name)
        page = known[1] if known is not None and known[0] == digest else parse()
        self._new[name] = (digest, page)
        return page

    def end(self) -> None:
        """Forget the pages that were not there since the last time."""
        self._old, self._new = self._new, {}


class Appraisals:
    """Reports as they were made; of the same report in JSON, host and signed report, the same."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[HostReport, Host, Verified | Unsigned | None, Report]] = {}

    def of(self, report: HostReport, host: Host, signed: Verified | Unsigned | None) -> Report:
        """Return the Report of a host."""
        known = self._made.get(report.host_id)
        if known is not None and known[0] is report and known[1] == host and known[2] is signed:
            return known[3]
        made = appraise(report, host, signed)
        self._made[report.host_id] = (report, host, signed, made)
        return made

    def forget_all_but(self, host_ids: set[str]) -> None:
        """Keep what was made of these hosts, and nothing else."""
        if self._made.keys() - host_ids:
            self._made = {key: each for key, each in self._made.items() if key in host_ids}
