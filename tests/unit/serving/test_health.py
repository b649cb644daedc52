# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Readiness: a line for each check that fails, and none while draining."""

from collections.abc import Sequence
from functools import partial

import pytest
from prometheus_client import CollectorRegistry

from serving.component import Check
from serving.health import HealthServer


def _ok() -> None:
    return None


def server(*found: str | None) -> HealthServer:
    checks = [
        Check(name=f"check-{number}", problem=partial(str, problem) if problem is not None else _ok)
        for number, problem in enumerate(found)
    ]
    return HealthServer("127.0.0.1", 0, checks=checks, registry=CollectorRegistry())


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        ((), []),
        ((None, None), []),
        ((None, "not synced"), ["check-1: not synced"]),
        (("too old", None, "not synced"), ["check-0: too old", "check-2: not synced"]),
        (("",), ["check-0: "]),
    ],
)
def test_every_failing_check_is_a_line(found: Sequence[str | None], lines: list[str]) -> None:
    assert server(*found).problems() == lines


def test_what_is_amiss_and_no_reason_not_to_be_ready_is_a_note() -> None:
    def noting(problem: str | None) -> HealthServer:
        check = Check(name="reports", problem=lambda: problem, note=lambda: "one is silent")
        return HealthServer("127.0.0.1", 0, checks=[check], registry=CollectorRegistry())

    assert (noting(None).problems(), noting(None).notes()) == (
        [],
        ["reports: note: one is silent"],
    )
    assert (noting("all are silent").problems(), noting("all are silent").notes()) == (
        ["reports: all are silent"],
        [],
    )


def test_what_drains_is_not_ready_although_all_is_well() -> None:
    health = server(None)
    health.drain()
    assert health.problems() == ["shutdown: draining"]


def test_stopping_what_never_started_is_no_error() -> None:
    server().stop()
