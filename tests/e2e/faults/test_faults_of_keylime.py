# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever a Keylime does wrong, no pod goes to a node that it does not vouch for.

Pods that should run do, once it is over.
"""

import time

import pytest

from tests.e2e.faults.keylime_faults import FAULTS
from tests.e2e.faults.world import NODES, STALE_SECONDS, FaultWorld


@pytest.mark.parametrize("name", FAULTS)
def test_fault(faults: FaultWorld, name: str) -> None:
    fault = FAULTS[name]
    began = time.monotonic()
    fault.begin(faults.keylime)
    try:
        time.sleep(fault.bound)
        # One at once, while what was polled last is still good, and one when it no longer is.
        pods = [faults.create()]
        time.sleep(max(0.0, began + max(STALE_SECONDS, fault.bound) + 1 - time.monotonic()))
        pods.append(faults.create())
        if fault.shunned == set(NODES):
            time.sleep(1)
            assert [faults.node_of(pod) for pod in pods] == ["", ""], name
        else:
            assert not faults.wait_bound(*pods) & fault.shunned, name
    finally:
        fault.end(faults.keylime)
    assert faults.wait_bound(*pods) <= set(NODES)
