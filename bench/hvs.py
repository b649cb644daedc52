# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HVS that attests a tenth of its hosts again every few seconds, with its AAS, over TLS.

That is a great deal: by default HVS renews a report after a day.

``python -m bench.hvs PKI_FOLDER HOSTS SECONDS``: a process of its own, so that it takes no time of
what is measured but that of the machine. Its first line has both ports.
"""

import ssl
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from bench.stage import Stage
from localcluster.errors import LocalClusterError
from localcluster.ports import HOST
from localcluster.process import Process
from tests.simulators.https import serving
from tests.simulators.hvs.aas import AasSimulator
from tests.simulators.hvs.api import HvsSimulator
from tests.simulators.hvs.chain import signing_chain
from tests.simulators.hvs.host import SimulatedHost
from tests.simulators.hvs.served import Served

_START_SECONDS = 60.0
_TENTH = 10
"""Each such host has failed, as in the file of Reports of the stage; so many parts take turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedHvs:
    """A simulated HVS that answers.

    Attributes:
        simulator: What it says.
        password: Of the user ``bondstone``.
        port: Of the HVS.
        aas_port: Of its AAS.
    """

    simulator: HvsSimulator
    password: str
    port: int
    aas_port: int


@contextmanager
def hvs_served(context: ssl.SSLContext) -> Iterator[ServedHvs]:
    """Serve an HVS and its AAS in this process."""
    aas = AasSimulator(now)
    simulator = HvsSimulator(signing_chain(begins=now() - timedelta(days=1)), aas, now)
    with serving(Served(simulator), context) as hvs, serving(Served(aas), context) as desk:
        yield ServedHvs(
            simulator=simulator,
            password=aas.password,
            port=hvs.server_port,
            aas_port=desk.server_port,
        )


@contextmanager
def hvs_running(stage: Stage, *, hosts: int, period: float) -> Iterator[Mapping[str, object]]:
    """Start it, and return its entry among verification services."""
    pki, folder = stage.cluster.pki, stage.cluster.folder
    given = [str(pki.folder), str(hosts), str(period)]
    log = folder / "logs" / "hvs.log"
    process = Process("hvs", [sys.executable, "-m", "bench.hvs", *given], log=log)
    try:
        process.wait_until(lambda: "\n" in log.read_text(), seconds=_START_SECONDS)
        port, aas_port, password = log.read_text().split()
        (folder / "hvs-username").write_text("bondstone")
        (folder / "hvs-password").write_text(password)
        yield {
            "name": "hvs",
            "type": "HVS",
            "url": f"https://{HOST}:{port}/hvs/v2",
            "aasURL": f"https://{HOST}:{aas_port}/aas/v1",
            "caFile": str(pki.ca),
            "usernameFile": str(folder / "hvs-username"),
            "passwordFile": str(folder / "hvs-password"),
            "reports": "JSON",
            "deadline": "20s",
            "maxStaleness": "60s",
        }
    except ValueError as exc:
        raise LocalClusterError(f"no HVS is simulated; {process.tail()}") from exc
    finally:
        process.stop()


def host(number: int) -> SimulatedHost:
    """Return a host as attested now; the first one is number 1."""
    failed = frozenset({"PLATFORM"}) if number % _TENTH == 0 else frozenset[str]()
    return SimulatedHost(number=number, attested_at=now(), tags={"region": "EU"}, failed=failed)


def now() -> datetime:
    """Return the clock of all of them."""
    return datetime.now(UTC)


def _serve(pki: Path, number: int, period: float) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki / "extender.crt", pki / "extender.key")
    with hvs_served(context) as served:
        hosts = [host(each) for each in range(1, number + 1)]
        served.simulator.put(*hosts)
        print(served.port, served.aas_port, served.password, flush=True)
        for turn in count():
            time.sleep(period)
            due = hosts[turn % _TENTH :: _TENTH]
            served.simulator.put(*(replace(each, attested_at=now()) for each in due))


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
