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
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme

from attestation.http.endpoint import Endpoint
from attestation.hvs.opening import open_hvs
from attestation.hvs.service import Hvs
from attestation.hvs.settings import HvsSettings, Reports
from bench.hvs import hvs_served, now
from bench.measure import Measure, show
from bench.stage import NODES
from localcluster.ports import HOST
from tests.simulators.hvs.api import HvsSimulator
from tests.simulators.hvs.host import SimulatedHost

_LIMIT = 1.0
"""Seconds."""
_POLLS = 5
_DEADLINE = 60.0


def measure_hvs_polling() -> list[Measure]:
    """Return processor times of polls."""
    with TemporaryDirectory() as folder, _polled(Path(folder)) as (hvs, service):
        hosts = [
            SimulatedHost(number=number, attested_at=now(), tags={"region": "EU"})
            for number in range(1, NODES + 1)
        ]
        hvs.put(*hosts)
        _poll(service)

        def attest() -> None:
            hvs.put(*[replace(host, attested_at=now()) for host in hosts])

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
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(HOST).configure_cert(context)
    with hvs_served(context) as served:
        (folder / "username").write_text("bondstone")
        (folder / "password").write_text(served.password)
        settings = HvsSettings(
            name="hvs",
            hvs=_endpoint(served.port, "hvs/v2", folder),
            aas=_endpoint(served.aas_port, "aas/v1", folder),
            username_file=folder / "username",
            password_file=folder / "password",
            reports=Reports.JSON,
            full_every=1,
        )
        service = open_hvs(settings, now=now)
        try:
            yield served.simulator, service
        finally:
            service.close()


def _endpoint(port: int, path: str, folder: Path) -> Endpoint:
    return Endpoint(url=f"https://{HOST}:{port}/{path}", ca_file=folder / "ca.pem")
