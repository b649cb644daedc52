# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What was made of the same things before: thousands of hosts hardly change from poll to poll."""

import hashlib
from typing import Generic, TypeVar

from attestation.hvs.appraisal import Unsigned, appraise
from attestation.hvs.host_document import Host
from attestation.hvs.report_document import HostReport
from attestation.hvs.saml import Verified
from trust.report import Report

T = TypeVar("T")

_HEAD = 64
"""Characters by which an object is looked for: HVS writes its identifier first. Shorter ones, which
HVS has not, are found only where the same follows them."""
_MOST_ALIKE = 4
"""Objects with one head: in a log of changes a host may stand several times."""


class Items(Generic[T]):
    """Items of a list as they were made; of an object that comes again they are not made again.

    Only those of the last list are kept, and those of a list under way.
    """

    def __init__(self) -> None:
        self._old: dict[str, tuple[tuple[int, bytes, T], ...]] = {}
        self._new: dict[str, tuple[tuple[int, bytes, T], ...]] = {}

    def begin(self) -> None:
        """Forget the items of a list that broke off."""
        self._new = {}

    def end(self) -> None:
        """Forget the items that were not in this list."""
        self._old, self._new = self._new, {}

    def find(self, text: str, place: int) -> tuple[T, int] | None:
        """Return what was made of the object that begins at a place, and where that ends.

        Whether characters are an object depends on nothing behind them. What was compared in vain
        is forgotten: else a few long objects, and many short ones that begin alike, would take
        hours to compare.
        """
        head = text[place : place + _HEAD]
        alike = self._old.pop(head, ())
        for tried, known in enumerate(alike):
            size, digest, item = known
            if _digest(text, place, place + size) == digest:
                self._old[head] = alike[tried:]
                self._add(head, known)
                return item, place + size
        return None

    def keep(self, text: str, place: int, end: int, item: T) -> None:
        """Remember what was made of an object."""
        head = text[place : place + _HEAD]
        self._add(head, (end - place, _digest(text, place, end), item))

    def _add(self, head: str, known: tuple[int, bytes, T]) -> None:
        # In the order of the list: the next one has mostly the same.
        self._new[head] = (*self._new.get(head, ())[1 - _MOST_ALIKE :], known)


def _digest(text: str, place: int, end: int) -> bytes:
    # Whatever a text has, it came as UTF-8 and can be written so.
    return hashlib.sha256(text[place:end].encode()).digest()


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
