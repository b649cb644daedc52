# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The API of HVS, as documented, about hosts that a test sets (isecl.md §5)."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from itertools import count
from operator import itemgetter
from urllib.parse import parse_qsl, urlsplit

from tests.simulators.answers import Answer, Asked
from tests.simulators.hvs.aas import AasSimulator
from tests.simulators.hvs.chain import SigningChain
from tests.simulators.hvs.host import SimulatedHost

BASE = "/hvs/v2"
JSON, SAML = "application/json", "application/samlassertion+xml"
PEM = "application/x-pem-file"
_PAGING = {"limit", "afterId"}
_REPORTS = _PAGING | {
    "id", "hostId", "hostHardwareId", "hostName", "hostStatus", "fromDate", "toDate",
    "latestPerHost", "numberOfDays",
}  # fmt: skip
_HOSTS = _PAGING | {
    "id", "nameEqualTo", "nameContains", "hostHardwareId", "key", "value", "trusted",
    "getTrustStatus", "getHostStatus", "orderBy",
}  # fmt: skip
_Row = tuple[int, SimulatedHost]


class HvsSimulator:
    """Says the truth about its hosts.

    Args:
        chain: Signs reports.
        aas: Knows the tokens.
        now: Its clock.

    Attributes:
        chain: Signs reports.
        now: Its clock, which a test may put wrong.
        written: What it writes last: a test may spoil an answer here.
        signed: Makes a signed report: a test may sign another way.
    """

    def __init__(self, chain: SigningChain, aas: AasSimulator, now: Callable[[], datetime]) -> None:
        self.chain = chain
        self.now = now
        self.written: Callable[[Asked, Answer], Answer] = lambda _, answer: answer
        self.signed: Callable[[SimulatedHost], str] = lambda host: host.in_saml(self.chain)
        self._aas = aas
        self._rows = count(1)
        self._current: dict[str, _Row] = {}
        self._history: list[SimulatedHost] = []

    def put(self, *hosts: SimulatedHost) -> None:
        """Set hosts, each with its newest report, which gets a row of its own."""
        for host in hosts:
            self._current[host.host_id] = (next(self._rows), host)
            self._history.append(host)

    def remove(self, host: SimulatedHost) -> None:
        """Delete a host."""
        del self._current[host.host_id]

    def clear(self) -> None:
        """Delete all hosts."""
        self._current.clear()

    def __call__(self, asked: Asked) -> Answer:
        """Answer one request."""
        found = self._answer(asked)
        date = {"Date": format_datetime(self.now(), usegmt=True)}
        return self.written(asked, replace(found, headers={**date, **found.headers}))

    def _answer(self, asked: Asked) -> Answer:
        parts = urlsplit(asked.path)
        query = dict(parse_qsl(parts.query))
        accept = asked.headers.get("Accept", "")
        if parts.path == f"{BASE}/ca-certificates" and accept == PEM:
            return _text(self.chain.pem, PEM)
        token = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self._aas.knows(token):
            return _text(b"Unauthorized", status=401)
        if parts.path == f"{BASE}/hosts":
            return self._hosts(query) if accept == JSON else _text(b"", status=415)
        if parts.path == f"{BASE}/reports":
            return self._reports(query, accept)
        return _text(b"not found", status=404)

    def _hosts(self, query: Mapping[str, str]) -> Answer:
        if not set(query) <= _HOSTS:
            return _text(b"Invalid query parameter", status=400)
        rows = _filtered(self._current.values(), query)
        with_state = query.get("getHostStatus") == "true"
        return _page("hosts", rows, query, lambda host: _entry(host, with_state=with_state))

    def _reports(self, query: Mapping[str, str], accept: str) -> Answer:
        if accept not in (JSON, SAML):
            return _text(b"", status=415)
        if not set(query) <= _REPORTS:
            return _text(b"Invalid query parameter", status=400)
        rows: Iterable[_Row] = self._current.values()
        write: Callable[[SimulatedHost], dict[str, object]] = SimulatedHost.in_json
        if "fromDate" in query:  # the audit log: no rows but history, instants to the second
            since = datetime.fromisoformat(query["fromDate"])
            rows = enumerate((each for each in self._history if each.attested_at >= since), start=1)
            write = _cut
        rows = [(row, host) for row, host in _filtered(rows, query) if host.report]
        if accept == SAML:
            return _text("".join(self.signed(host) for _, host in rows).encode(), SAML)
        return _page("reports", rows, query, write)


def _filtered(rows: Iterable[_Row], query: Mapping[str, str]) -> list[_Row]:
    wanted = query.get("hostHardwareId")
    if wanted is not None:
        rows = [(row, host) for row, host in rows if host.hardware_uuid == wanted]
    return sorted(rows, key=itemgetter(0))


def _cut(host: SimulatedHost) -> dict[str, object]:
    return replace(host, attested_at=host.attested_at.replace(microsecond=0)).in_json()


def _entry(host: SimulatedHost, *, with_state: bool) -> dict[str, object]:
    return {key: value for key, value in host.entry().items() if with_state or key != "status"}


def _page(
    name: str,
    rows: list[_Row],
    query: Mapping[str, str],
    write: Callable[[SimulatedHost], dict[str, object]],
) -> Answer:
    limit, after = int(query.get("limit", 1000)), int(query.get("afterId", 0))
    page = [(row, host) for row, host in rows if row > after][:limit]
    document: dict[str, object] = {name: [write(host) for _, host in page] or None}
    if len(page) == limit:
        document["next"] = f"limit={limit}&afterId={page[-1][0]}"
    return _text(json.dumps(document).encode(), JSON)


def _text(body: bytes, kind: str = "text/plain; charset=utf-8", *, status: int = 200) -> Answer:
    return Answer(status=status, headers={"Content-Type": kind}, body=body)
