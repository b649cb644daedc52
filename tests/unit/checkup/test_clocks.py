# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Clocks by the Leases of nodes."""

from datetime import timedelta
from typing import Any

import pytest

from checkup.api import looked
from checkup.clocks import clocks
from checkup.line import Line
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told
from tests.unit.trust.builders import NOON

LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"


def look(ages: dict[str, float | None], *, ours: float = 0) -> list[Line]:
    leases: list[dict[str, Any]] = [
        {
            "metadata": {"name": name},
            "spec": {}
            if age is None
            else {"renewTime": (NOON - timedelta(seconds=age)).isoformat()},
        }
        for name, age in ages.items()
    ]
    metadata = {"creationTimestamp": NOON.isoformat().replace("+00:00", "Z")}
    api = SimulatedApi(objects={LEASES: leases}, made=lambda *_: {"metadata": metadata})
    return list(clocks(api, now=lambda: NOON + timedelta(seconds=ours)))


def test_clocks_that_agree_are_one_line() -> None:
    assert told(look({"a": 0, "b": 10, "c": -4})) == {
        "this machine": "ok: its clock agrees with the API server's",
        "nodes": "ok: the clocks of 3 nodes agree with the API server's",
    }


@pytest.mark.parametrize(
    ("age", "why"),
    [(-6, "wrong: its clock is 6s ahead of the API server's"),
     (61, "wrong: it renewed its Lease 1m1s ago: it is gone, or its clock is behind"),
     (None, "unknown: its Lease says no time")],
)  # fmt: skip
def test_a_clock_that_differs_is_told_with_its_node(age: float | None, why: str) -> None:
    assert told(look({"a": 0, "b": age}))["node b"] == why


@pytest.mark.parametrize(("ours", "word"), [(6, "ahead of"), (-6, "behind")])
def test_our_own_clock_is_compared_too(ours: float, word: str) -> None:
    assert told(look({}, ours=ours))["this machine"] == (
        f"wrong: its clock is 6s {word} the API server's"
    )


def test_of_many_some_are_named_and_the_others_counted() -> None:
    found = told(look({f"n{number}": 100 for number in range(25)}))
    assert found["node others"] == "wrong: and 5 more nodes"
    assert len(found) == 22


def test_an_api_server_that_says_no_time_is_unknown() -> None:
    api = SimulatedApi(objects={LEASES: []}, made=lambda *_: {"metadata": {}})
    (line,) = looked(api, lambda api: clocks(api, now=lambda: NOON), check="clocks")
    assert line.standing.value == "unknown"
