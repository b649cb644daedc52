# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""HVS as a verification service: one poll about all hosts, one live question about one.

One poll:
(1) All hosts with their states: a lost contact stands in no report, and a host may be gone.
(2) Reports in JSON: of all hosts or, between such polls, those that are new.
(3) Signed reports that HVS renewed, where the operator asks for them.
(4) A Report of each host that HVS lists and has a report of.

The answer is complete each time: what was not renewed is still what HVS says.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from attestation.errors import AnswerError
from attestation.hvs.appraisal import in_contact, said_in_json, said_in_saml, unknown
from attestation.hvs.host_document import CONNECTED, Host
from attestation.hvs.host_list import Hosts, read_hosts
from attestation.hvs.page import Unread
from attestation.hvs.pinned import PinnedSigners
from attestation.hvs.questions import Questions
from attestation.hvs.remembered import Appraisals, Items
from attestation.hvs.report_document import HostReport
from attestation.hvs.report_list import read_reports
from attestation.hvs.report_table import ReportTable
from attestation.hvs.settings import HvsSettings
from attestation.hvs.signed_reports import SignedReports
from attestation.hvs.signers import Signers
from attestation.resting import resting
from attestation.service import Answer
from trust.report import Identity, IdentityKind, Report

_SHARED = "several hosts at HVS claim this hardware UUID"


class Hvs:
    """One HVS; it is polled by one thread, and asked by any.

    Args:
        settings: How it is asked.
        questions: Asks it.
        now: The clock.
        close: Lets go of its connections.
    """

    def __init__(
        self,
        settings: HvsSettings,
        questions: Questions,
        *,
        now: Callable[[], datetime],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._questions = questions
        self._now = now
        self._close = close
        self._table = ReportTable(questions, settings)
        self._signed = SignedReports(questions, now=now, per_poll=settings.signed_per_poll)
        self._hosts: Items[Host | Unread] = Items()
        self._appraisals = Appraisals()
        file = settings.pinned_file
        self._pinned = None if file is None else PinnedSigners(file)

    @property
    def name(self) -> str:
        """Return what people and policies call it."""
        return self._settings.name

    @property
    def kind(self) -> IdentityKind:
        """Return by what its Reports are tied to nodes: HVS knows the hardware's UUID."""
        return IdentityKind.HARDWARE_UUID

    def fetch(self, *, deadline: float) -> Answer:
        """Ask about all hosts.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        signers = None if self._pinned is None else self._pinned.current().at(self._now())
        hosts = read_hosts(self._questions, deadline=deadline, known=self._hosts)
        remarks = self._table.refresh(at=hosts.answered_at, deadline=deadline)
        listed = {key: each for key, each in self._table.reports.items() if key in hosts.by_id}
        self._appraisals.forget_all_but(set(listed))
        more = False
        if signers is not None:
            # What was signed before trust was lost does not count again after it.
            self._signed.forget_all_but(
                each.hardware_uuid for each in listed.values() if each.trusted
            )
            wanted = [each for each in listed.values() if self._is_wanted(each, hosts)]
            more = self._signed.refresh(wanted, signers, deadline=deadline)
        return Answer(
            reports=tuple(resting(self._appraised(listed, hosts, signers), until=deadline)),
            answered_at=hosts.answered_at,
            remarks=(*hosts.remarks, *remarks),
            more=more,
        )

    def ask(self, identity: Identity, *, deadline: float) -> Answer:
        """Ask about one host.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        if identity.kind is not self.kind:
            raise AnswerError(
                f"HVS knows hosts by their hardware UUID, not by {identity.kind.value}"
            )
        uuid = identity.value
        hosts = read_hosts(self._questions, deadline=deadline, hardware_uuid=uuid)
        found = hosts.of(uuid)
        if len(found) == 1:
            said = self._said(uuid, deadline, listed=self._table.reports.get(found[0].id))
            reports = () if said is None else (in_contact(said, found[0]),)
        else:
            reports = (unknown(identity, _SHARED, at=hosts.answered_at),) if found else ()
        return Answer(
            reports=reports, answered_at=hosts.answered_at, complete=False, remarks=hosts.remarks
        )

    def close(self) -> None:
        """Let go of connections; nobody asks any more."""
        self._close()

    def _said(self, uuid: str, deadline: float, *, listed: HostReport | None) -> Report | None:
        """Return what HVS says of one host now, by the reports that make trust here."""
        if self._pinned is not None:
            pinned = self._pinned.current()
            return said_in_saml(self._signed.fetch(uuid, pinned, deadline=deadline, listed=listed))
        found = read_reports(self._questions, page_size=2, deadline=deadline, hardware_uuid=uuid)
        mine = [each for each in found.newest.values() if each.hardware_uuid == uuid]
        return said_in_json(mine[0]) if len(mine) == 1 else None

    def _is_wanted(self, report: HostReport, hosts: Hosts) -> bool:
        """Tell whether only a signed report is missing for trust."""
        reached = hosts.by_id[report.host_id].state == CONNECTED
        return reached and report.expires_at > self._now() and report.trusted

    def _appraised(
        self, listed: Mapping[str, HostReport], hosts: Hosts, signers: Signers | None
    ) -> Iterator[Report]:
        claims = Counter(each.hardware_uuid for each in hosts.by_id.values())
        claims |= Counter(each.hardware_uuid for each in listed.values())
        told: set[str] = set()
        for host, report in listed.items():
            uuid = report.hardware_uuid
            signed = None if signers is None else self._signed.of(uuid, signers)
            made = self._appraisals.of(report, hosts.by_id[host], signed)
            if claims[uuid] == 1:
                yield made
            elif uuid not in told:
                told.add(uuid)
                yield made.doubted(_SHARED)
