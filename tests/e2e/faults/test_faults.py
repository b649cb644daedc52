# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever a service does wrong, no pod goes to a node that it does not vouch for.

Pods that should run do, once it is over.
"""

import time
from collections.abc import Mapping

import pytest

from tests.e2e.faults import any_service, signed_reports
from tests.e2e.faults.named_fault import NamedFault
from tests.e2e.faults.service import Service
from tests.e2e.faults.world import STALE_SECONDS, FaultWorld


@pytest.mark.parametrize("name", any_service.FAULTS)
def test_fault_of_any_service(faults: FaultWorld, name: str) -> None:
    """Both services at once, so that neither can stand in for the other."""
    _tell(faults, faults.services, any_service.FAULTS[name])


@pytest.mark.parametrize("name", signed_reports.FAULTS)
def test_fault_of_signed_reports(faults: FaultWorld, name: str) -> None:
    _tell(faults, {"hvs": faults.services["hvs"]}, signed_reports.FAULTS[name])


def _tell(faults: FaultWorld, services: Mapping[str, Service], fault: NamedFault) -> None:
    pods: dict[str, list[str]] = {fleet: [] for fleet in services}
    for service in services.values():
        fault.begin(service)
    began = time.monotonic()
    try:
        # One at once, while what was polled last is still good, and one when it no longer is.
        for pause in (fault.bound, max(STALE_SECONDS, fault.bound) + 1):
            time.sleep(max(0.0, began + pause - time.monotonic()))
            for fleet, names in pods.items():
                names.append(faults.create(fleet))
        time.sleep(1)
        for fleet, service in services.items():
            _expect_meanwhile(faults, fault.shunned(service), set(service.nodes), pods[fleet])
    finally:
        for service in services.values():
            fault.end(service)
    for fleet, service in services.items():
        assert faults.wait_bound(*pods[fleet]) <= set(service.nodes)


def _expect_meanwhile(
    faults: FaultWorld, shunned: frozenset[str], nodes: set[str], pods: list[str]
) -> None:
    """Expect no pod on a node that is not vouched for, and every pod on others if there are any."""
    if shunned == nodes:
        assert {pod: faults.node_of(pod) for pod in pods} == dict.fromkeys(pods, "")
    else:
        assert faults.wait_bound(*pods) <= nodes - shunned
