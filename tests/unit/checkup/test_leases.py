# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who leads."""

from datetime import timedelta
from typing import Any

from checkup.leases import leases
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told
from tests.unit.trust.builders import NOON

PATH = "/apis/coordination.k8s.io/v1/namespaces/bondstone-system/leases"


def lease(name: str, age: int, *, holder: str = "pod-1") -> dict[str, Any]:
    renewed = (NOON - timedelta(seconds=age)).isoformat()
    spec = {"holderIdentity": holder, "leaseDurationSeconds": 15, "renewTime": renewed}
    return {"metadata": {"name": name}, "spec": spec}


def look(*found: dict[str, Any]) -> dict[str, str]:
    return told(leases(SimulatedApi(objects={PATH: list(found)}), now=lambda: NOON))


def test_a_lease_that_is_renewed_is_fine_and_names_its_holder() -> None:
    assert look(lease("bondstone-scheduler", 15)) == {
        "Lease bondstone-scheduler": "ok: is held by pod-1"
    }


def test_one_that_is_not_renewed_or_that_nobody_holds_is_wrong() -> None:
    broken = {"metadata": {"name": "c"}, "spec": {"renewTime": "x"}}
    assert look(lease("bondstone-scheduler", 16), lease("b", 1, holder=""), broken) == {
        "Lease bondstone-scheduler": "wrong: has no holder since 16s",
        "Lease b": "wrong: has no holder since 1s",
        "Lease c": "wrong: says nothing of its renewal",
    }


def test_without_the_scheduler_s_nobody_places_protected_pods() -> None:
    found = look(lease("bondstone-issuer", 1))
    assert found["Lease bondstone-scheduler"].startswith("wrong: does not exist")
    assert found["Lease bondstone-issuer"].startswith("ok")
