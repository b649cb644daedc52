# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists read from HVS whole: hosts with their states, and reports in JSON."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from attestation.errors import AnswerError
from attestation.http.reply import Reply
from attestation.hvs.host_document import Host, parse_host
from attestation.hvs.pages import Next, all_items
from attestation.hvs.questions import JSON, SAML, Questions
from attestation.hvs.report_document import HostReport, parse_report
from trust.errors import ReportError

T = TypeVar("T")
_MOST_OBJECTS = 1_000_000
"""In one page: each report has a rule for each register, and each rule its own objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """All hosts, or the one that was asked for.

    Attributes:
        by_id: By their identifier at HVS.
        answered_at: When HVS gave the first page, by its clock.
        remarks: What could not be read.
    """

    by_id: Mapping[str, Host]
    answered_at: datetime
    remarks: tuple[str, ...] = ()

    def of(self, hardware_uuid: str) -> list[Host]:
        """Return the hosts with this hardware: one, unless something is wrong."""
        return [each for each in self.by_id.values() if each.hardware_uuid == hardware_uuid]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList:
    """Reports in JSON, of all hosts or since an instant.

    Attributes:
        newest: By the host's identifier at HVS.
        remarks: What could not be read.
    """

    newest: Mapping[str, HostReport]
    remarks: tuple[str, ...] = ()


def read_hosts(questions: Questions, *, deadline: float, hardware_uuid: str | None = None) -> Hosts:
    """Read the hosts with their states.

    Raises:
        AttestationError: They cannot be had, or are contradictory.
    """
    query = {"getHostStatus": "true"}
    if hardware_uuid is not None:
        query["hostHardwareId"] = hardware_uuid
    replies: list[Reply] = []

    def page(following: Next | None) -> object:
        asked = query if following is None else query | following.query
        replies.append(questions.ask("/hosts", asked, accept=JSON, deadline=deadline))
        return replies[-1].json()

    found, remarks = _parsed(all_items(page, name="hosts"), parse_host, "a host")
    by_id = {each.id: each for each in found}
    if len(by_id) != len(found):
        raise AnswerError("HVS lists one host twice")
    return Hosts(by_id=by_id, answered_at=_date(replies[0]), remarks=remarks)


def read_reports(
    questions: Questions,
    *,
    page_size: int,
    deadline: float,
    since: datetime | None = None,
    hardware_uuid: str | None = None,
) -> ReportList:
    """Read the newest report of each host, or of one, or all reports since an instant.

    Raises:
        AttestationError: They cannot be had, or are contradictory.
    """
    query = {"latestPerHost": "true", "limit": str(page_size)}
    if since is not None:
        query["fromDate"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    if hardware_uuid is not None:
        query["hostHardwareId"] = hardware_uuid

    def page(following: Next | None) -> object:
        asked = query if following is None else query | following.query
        reply = questions.ask("/reports", asked, accept=JSON, deadline=deadline)
        return reply.json(most_objects=_MOST_OBJECTS)

    found, remarks = _parsed(all_items(page, name="reports"), parse_report, "a report")
    return ReportList(newest=newest_of(found, repeated=since is not None), remarks=remarks)


def read_signed(questions: Questions, hardware_uuid: str, *, deadline: float) -> Reply:
    """Ask for the newest signed report of one host: a search for more gives no XML document.

    Raises:
        AttestationError: It cannot be had.
    """
    query = {"latestPerHost": "true", "hostHardwareId": hardware_uuid}
    return questions.ask("/reports", query, accept=SAML, deadline=deadline)


def newest_of(reports: Iterable[HostReport], *, repeated: bool) -> dict[str, HostReport]:
    """Return the newest report of each host: one may be renewed while pages are read.

    Args:
        reports: In any order.
        repeated: One may be there twice, as in a log of changes.

    Raises:
        AnswerError: One is there twice and must not be: a page was repeated.
    """
    newest: dict[str, HostReport] = {}
    seen: set[tuple[str, datetime]] = set()
    for report in reports:
        mark = (report.id, report.created_at)
        if mark in seen and not repeated:
            raise AnswerError("HVS lists one report twice")
        seen.add(mark)
        known = newest.get(report.host_id)
        # In a log of changes what stands later in one second is later.
        if known is None or known.created_at <= report.created_at:
            newest[report.host_id] = report
    return newest


def _parsed(
    items: Iterable[object], parse: Callable[[object], T], what: str
) -> tuple[list[T], tuple[str, ...]]:
    """Parse items; one that cannot be read is as if it were not there, and is remarked on."""
    found: list[T] = []
    wrong: list[str] = []
    for item in items:
        try:
            found.append(parse(item))
        except ReportError as exc:
            wrong.append(str(exc))
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return found, ((f"{what} cannot be read: {wrong[0]}{more}",) if wrong else ())


def _date(reply: Reply) -> datetime:
    if reply.date is None:
        raise AnswerError(f"the answer of {reply.source} does not say when it was given")
    return reply.date
