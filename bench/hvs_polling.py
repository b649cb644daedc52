# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What 5,000 hosts of an HVS cost whoever polls it, over TLS: processor time of our thread alone.

Two polls are measured that read every report: one in which nothing is new but the contact with the
hosts, as most are, and one in which HVS has attested every host again since the last poll. Signed
reports come on top, so many a poll (``signedReportsPerPoll``).
"""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme

from attestation.http.endpoint import Endpoint
from attestation.hvs.opening import open_hvs
from attestation.hvs.service import Hvs
from attestation.hvs.settings import HvsSettings, Reports
from bench.measure import Measure, show
from bench.stage import NODES
from localcluster.ports import HOST
from tests.simulators.https import serving
from tests.simulators.hvs.aas import AasSimulator
from tests.simulators.hvs.api import HvsSimulator
from tests.simulators.hvs.chain import signing_chain
from tests.simulators.hvs.host import SimulatedHost
from tests.simulators.hvs.served import Served

_LIMIT = 1.0
"""Seconds."""
_POLLS = 5
_DEADLINE = 60.0


def measure_hvs_polling() -> list[Measure]:
    """Return processor times of polls."""
    with TemporaryDirectory() as folder, _polled(Path(folder)) as (hvs, service):
        hosts = [
            SimulatedHost(number=number, attested_at=_now(), tags={"region": "EU"})
            for number in range(1, NODES + 1)
        ]
        hvs.put(*hosts)
        _poll(service)

        def attest() -> None:
            hvs.put(*[replace(host, attested_at=_now()) for host in hosts])

        return [
            _figure(f"poll of {NODES} HVS reports, nothing new", service, lambda: None),
            _figure(f"poll of {NODES} HVS reports, all new", service, attest),
        ]


def _figure(name: str, service: Hvs, before: Callable[[], None]) -> Measure:
    spent = []
    for _ in range(_POLLS):
        before()
        spent.append(_poll(service))
    value = sorted(spent)[len(spent) // 2]
    figure = Measure(
        name=f"{name}, processor",
        value=round(value, 3),
        unit="s",
        reference=_LIMIT,
        ratio=round(value / _LIMIT, 3),
        n=_POLLS,
    )
    show(figure, against="limit", spread="median")
    return figure


def _poll(service: Hvs) -> float:
    """Poll, and return the processor time of this thread."""
    begin = time.thread_time()
    answer = service.fetch(deadline=time.monotonic() + _DEADLINE)
    spent = time.thread_time() - begin
    if sum(report.trusted for report in answer.reports) != NODES:
        raise RuntimeError("a host is not trusted that should be")
    return spent


@contextmanager
def _polled(folder: Path) -> Iterator[tuple[HvsSimulator, Hvs]]:
    """Serve an HVS and its AAS, and give a client of theirs."""
    ca, aas = trustme.CA(), AasSimulator(_now)
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    (folder / "username").write_text("bondstone")
    (folder / "password").write_text(aas.password)
    hvs = HvsSimulator(signing_chain(begins=_now() - timedelta(days=1)), aas, _now)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(HOST).configure_cert(context)
    with serving(Served(hvs), context) as hvs_server, serving(Served(aas), context) as aas_server:
        settings = HvsSettings(
            name="hvs",
            hvs=Endpoint(url=f"https://{hvs_server.host}/hvs/v2", ca_file=folder / "ca.pem"),
            aas=Endpoint(url=f"https://{aas_server.host}/aas/v1", ca_file=folder / "ca.pem"),
            username_file=folder / "username",
            password_file=folder / "password",
            reports=Reports.JSON,
            full_every=1,
        )
        service = open_hvs(settings, now=_now)
        try:
            yield hvs, service
        finally:
            service.close()


def _now() -> datetime:
    return datetime.now(UTC)
