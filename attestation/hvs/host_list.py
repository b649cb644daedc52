# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The hosts that HVS lists, with their states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from attestation.errors import AnswerError
from attestation.hvs.host_document import Host, parse_host
from attestation.hvs.page import Next, Page, Unread, read_page
from attestation.hvs.pages import all_pages, joined
from attestation.hvs.questions import JSON, Questions
from attestation.hvs.remembered import Items


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


def read_hosts(
    questions: Questions,
    *,
    deadline: float,
    hardware_uuid: str | None = None,
    known: Items[Host | Unread] | None = None,
) -> Hosts:
    """Read the hosts with their states.

    Args:
        questions: Asks HVS.
        deadline: Instant of ``time.monotonic``.
        hardware_uuid: Of the one host that is asked for.
        known: Hosts of the same question before; one that came then is not parsed again.

    Raises:
        AttestationError: They cannot be had, or are contradictory.
    """
    known = Items() if known is None else known
    query = {"getHostStatus": "true"}
    if hardware_uuid is not None:
        query["hostHardwareId"] = hardware_uuid
    answered: list[datetime] = []  # and no bodies: all pages together have no bound in bytes

    def ask(following: Next | None) -> Page[Host]:
        asked = query if following is None else query | following.query
        reply = questions.ask("/hosts", asked, accept=JSON, deadline=deadline)
        answered.append(reply.date)
        return read_page(reply, name="hosts", parse=parse_host, known=known, deadline=deadline)

    known.begin()
    found, remarks = joined(all_pages(ask, name="hosts"), "a host")
    known.end()
    by_id = {each.id: each for each in found}
    if len(by_id) != len(found):
        raise AnswerError("HVS lists one host twice")
    return Hosts(by_id=by_id, answered_at=answered[0], remarks=remarks)
