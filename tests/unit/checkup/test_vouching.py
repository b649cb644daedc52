# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who vouches for nodes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from checkup.vouching import marks, services
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told
from tests.unit.trust.builders import NOON
from trust.report import IdentityKind, Snapshot
from trust.sources import Sources

HEARD = Snapshot(
    source="hvs",
    kind=IdentityKind.NODE_NAME,
    fetched_at=NOON,
    max_staleness=timedelta(seconds=30),
)


@pytest.mark.parametrize(
    ("snapshot", "age", "why"),
    [(HEARD, 20, "ok: answered 20s ago"),
     (HEARD, 30, "wrong: nothing is known of it: it gave no answer in time"),
     (HEARD, 31, "wrong: nothing is known of it: it gave no answer in time"),
     (replace(HEARD, problem="refused"), 1, "wrong: nothing is known of it: refused"),
     (replace(HEARD, fetched_at=None), 1, "wrong: nothing is known of it: it gave no answer")],
)  # fmt: skip
def test_a_service_is_as_good_as_its_last_answer(snapshot: Any, age: int, why: str) -> None:  # noqa: ANN401
    found = services(Sources(snapshots=(snapshot,)), now=NOON + timedelta(seconds=age))
    assert told(found)["verification service hvs"].startswith(why)


def node(name: str, *attested: str) -> dict[str, Any]:
    metadata = {"name": name, "uid": name, "creationTimestamp": "2026-01-01T00:00:00Z"}
    conditions = [{"type": "bondstone.dev/Attested", "status": each} for each in attested]
    return {"metadata": metadata, "status": {"conditions": conditions}}


def test_marks_are_counted_and_fine_while_somebody_vouches() -> None:
    nodes = [node("a", "True"), node("b", "True"), node("c", "Unknown"), node("d")]
    api = SimulatedApi(objects={"/api/v1/nodes": nodes})
    assert told(marks(api))["nodes"] == (
        "ok: bondstone.dev/Attested of nodes: 2 True, 1 Unknown, 1 without the condition"
    )


def test_marks_of_which_none_is_known_are_wrong() -> None:
    api = SimulatedApi(objects={"/api/v1/nodes": [node("c", "Unknown"), node("d")]})
    assert told(marks(api))["nodes"].startswith("wrong: ")
