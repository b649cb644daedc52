# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Suspicions in the status of NodeIdentities."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from cluster.errors import ConflictError
from hub.suspicion_writer import SuspicionWriter
from tests.simulators.cluster import SimulatedWriter
from tests.unit.trust.builders import NOON, REPORT
from trust.inventory import NodeIdentity
from trust.report import Identity, IdentityKind, Report, Snapshot, Suspicion

EK = Identity(IdentityKind.EK_HASH, "ab" * 32)
SINCE = NOON + timedelta(milliseconds=250)
SUSPICION = Suspicion(source="keylime-eu", since=SINCE, why="x" * 500)
PATH = "/apis/bondstone.dev/v1alpha1/nodeidentities/n1/status"
ENTRY = NodeIdentity(name="n1", identities=(EK,), version="7", suspicions=(SUSPICION,))


def snapshots(*reports: Report) -> Mapping[str, Snapshot]:
    found = Snapshot(
        source="keylime-eu",
        kind=IdentityKind.EK_HASH,
        fetched_at=NOON,
        max_staleness=timedelta(seconds=30),
        reports={each.identity: each for each in reports},
    )
    return {"keylime-eu": found}


def report(seconds: float) -> Report:
    attested_at = NOON + timedelta(seconds=seconds)
    return replace(REPORT, identity=EK, attested_at=attested_at)


def test_a_suspicion_is_written_to_the_fraction_of_a_second_under_its_sources_manager() -> None:
    writer = SimulatedWriter()
    SuspicionWriter(writer).write(ENTRY, SUSPICION)
    ((path, document),) = writer.applied
    assert path == PATH
    assert document["status"] == {
        "suspicions": [
            {"source": "keylime-eu", "since": "2026-01-01T12:00:00.250000Z", "why": "x" * 256}
        ]
    }
    assert writer.managers == ["bondstone-hub-hints-keylime-eu"]


@pytest.mark.parametrize(
    ("reports", "cleared"),
    [((), False), ((report(0.2),), False), ((report(0.25),), False), ((report(0.3),), True)],
)
def test_only_later_evidence_clears_it(reports: tuple[Report, ...], *, cleared: bool) -> None:
    writer = SimulatedWriter()
    SuspicionWriter(writer).tidy({"n1": ENTRY}, snapshots(*reports))
    written = [document["status"] for _, document in writer.applied]
    assert written == ([{"suspicions": []}] if cleared else [])


@pytest.mark.parametrize("refused", ["", "n1"])
def test_what_was_written_last_is_not_cleared_with_what_the_watch_still_shows(refused: str) -> None:
    api = SimulatedWriter(refused=refused)
    writer = SuspicionWriter(api)
    writer.write(ENTRY, replace(SUSPICION, since=NOON + timedelta(seconds=5)))
    api.refused, api.applied = "", []
    for seconds in (3, 5):
        writer.tidy({"n1": ENTRY}, snapshots(report(seconds)))
    assert {"suspicions": []} not in [document["status"] for _, document in api.applied]
    writer.tidy({"n1": ENTRY}, snapshots(report(6)))
    assert [document["status"] for _, document in api.applied][-1] == {"suspicions": []}


def test_nothing_is_taken_away_that_was_written_since_it_was_read() -> None:
    api = SimulatedWriter()
    SuspicionWriter(api).write(ENTRY, SUSPICION)
    SuspicionWriter(api).tidy({"n1": ENTRY}, snapshots(report(0.3)))
    told, taken = (document["metadata"] for _, document in api.applied)
    assert told == {"name": "n1", "uid": ""}, "a hint is told whatever others wrote"
    assert taken == {"name": "n1", "uid": "", "resourceVersion": "7"}


def test_what_somebody_wrote_meanwhile_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    api = SimulatedWriter(refused="n1", error=ConflictError)
    with caplog.at_level(logging.INFO, logger="hub.hints"):
        SuspicionWriter(api).tidy({"n1": ENTRY}, {})
    (record,) = caplog.records
    assert (record.levelname, record.message) == ("INFO", "written meanwhile")


@pytest.mark.parametrize(("later", "told"), [(-1, ["8"]), (0, []), (1, [])])
def test_what_is_told_late_replaces_nothing_younger(later: int, told: list[str]) -> None:
    api = SimulatedWriter(refused="n1")
    writer = SuspicionWriter(api)
    writer.write(replace(ENTRY, suspicions=()), SUSPICION)
    api.refused = ""
    others = replace(SUSPICION, since=SINCE + timedelta(seconds=later))
    for _ in range(2):
        writer.tidy({"n1": replace(ENTRY, version="8", suspicions=(others,))}, snapshots())
    assert [document["metadata"]["resourceVersion"] for _, document in api.applied] == told  # type: ignore[index]


def test_what_was_written_last_is_forgotten_with_the_entry() -> None:
    api = SimulatedWriter()
    writer = SuspicionWriter(api)
    writer.write(ENTRY, replace(SUSPICION, since=NOON + timedelta(seconds=5)))
    writer.tidy({}, snapshots())
    api.applied.clear()
    writer.tidy({"n1": ENTRY}, snapshots(report(3)))
    assert [document["status"] for _, document in api.applied] == [{"suspicions": []}]


def test_what_a_source_that_is_gone_has_left_is_taken_away() -> None:
    writer = SimulatedWriter()
    SuspicionWriter(writer).tidy({"n1": ENTRY}, {})
    assert [path for path, _ in writer.applied] == [PATH]


def test_a_write_that_fails_holds_up_no_other_one() -> None:
    writer = SimulatedWriter(refused="n1")
    other = replace(ENTRY, name="n2")
    SuspicionWriter(writer).tidy({"n1": ENTRY, "n2": other}, {})
    assert [path for path, _ in writer.applied] == [PATH.replace("n1", "n2")]


def test_what_could_not_be_told_is_told_later() -> None:
    api = SimulatedWriter(refused="n1")
    writer = SuspicionWriter(api)
    writer.write(ENTRY, SUSPICION)
    known = {"n1": replace(ENTRY, suspicions=())}
    writer.tidy(known, snapshots())
    assert api.applied == []
    api.refused = ""
    writer.tidy(known, snapshots())
    writer.tidy(known, snapshots())
    assert [path for path, _ in api.applied] == [PATH]


@pytest.mark.parametrize(
    ("known", "reports"),
    [
        (replace(ENTRY, suspicions=()), (report(0.3),)),
        (replace(ENTRY, suspicions=(), uid="another"), ()),
    ],
)
def test_what_is_over_is_not_told_any_more(
    known: NodeIdentity, reports: tuple[Report, ...]
) -> None:
    api = SimulatedWriter(refused="n1")
    writer = SuspicionWriter(api)
    writer.write(ENTRY, SUSPICION)
    api.refused = ""
    writer.tidy({"n1": known}, snapshots(*reports))
    writer.tidy({"n1": replace(ENTRY, suspicions=())}, snapshots())
    assert api.applied == []
