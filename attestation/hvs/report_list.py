# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The reports that HVS lists, in JSON; signed ones are asked for one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from attestation.errors import AnswerError
from attestation.http.reply import Reply
from attestation.hvs.page import Next, Page, Unread, read_page
from attestation.hvs.pages import all_pages, joined
from attestation.hvs.questions import JSON, SAML, Questions
from attestation.hvs.remembered import Items
from attestation.hvs.report_document import HostReport, parse_report


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList:
    """Reports in JSON, of all hosts or since an instant.

    Attributes:
        newest: By the host's identifier at HVS.
        remarks: What could not be read.
    """

    newest: Mapping[str, HostReport]
    remarks: tuple[str, ...] = ()


def read_reports(
    questions: Questions,
    *,
    page_size: int,
    deadline: float,
    since: datetime | None = None,
    hardware_uuid: str | None = None,
    known: Items[HostReport | Unread] | None = None,
) -> ReportList:
    """Read the newest report of each host, or of one, or all reports since an instant.

    Args:
        questions: Asks HVS.
        page_size: Reports that are asked for at a time.
        deadline: Instant of ``time.monotonic``.
        since: From when on.
        hardware_uuid: Of the one host that is asked for.
        known: Reports of the same question before; one that came then is not parsed again.

    Raises:
        AttestationError: They cannot be had, or are contradictory.
    """
    known = Items() if known is None else known
    query = {"latestPerHost": "true", "limit": str(page_size)}
    if since is not None:
        query["fromDate"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    if hardware_uuid is not None:
        query["hostHardwareId"] = hardware_uuid

    def ask(following: Next | None) -> Page[HostReport]:
        asked = query if following is None else query | following.query
        reply = questions.ask("/reports", asked, accept=JSON, deadline=deadline)
        return read_page(reply, name="reports", parse=parse_report, known=known, deadline=deadline)

    known.begin()
    found, remarks = joined(all_pages(ask, name="reports"), "a report")
    known.end()
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
