# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Live questions to HVS about one host."""

from dataclasses import replace
from pathlib import Path

import pytest

from attestation.errors import AnswerError
from attestation.hvs.settings import Reports
from tests.simulators.answers import Answer, Asked
from tests.unit.attestation.hvs.builders import (
    MINUTE,
    NEVER,
    NOON,
    World,
    chain,
    host,
    identity,
    report_of,
)
from trust.report import Identity, IdentityKind

BOTH = pytest.mark.parametrize("reports", list(Reports))
TAGGED = replace(host(1), tags={"Country": "US"})


@BOTH
def test_a_live_question_gives_one_report_at_most(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(TAGGED, host(2))
    answer = world.service.ask(identity(1), deadline=NEVER)
    assert (answer.complete, answer.answered_at) == (False, NOON)
    report = report_of(answer, 1)
    assert report is not None
    assert report.trusted
    assert report.asset_tags == {"Country": "US"}
    assert len(world.paths()) == 2
    assert world.service.ask(identity(9), deadline=NEVER).reports == ()


@BOTH
def test_a_live_question_sees_what_no_poll_has_seen(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(TAGGED)
    world.fetch()
    world.clock.pass_(MINUTE / 60)
    world.hvs.put(replace(TAGGED, attested_at=world.clock.now(), failed=frozenset({"OS"})))
    report = world.ask()
    assert report is not None
    assert report.failures
    world.hvs.put(replace(TAGGED, attested_at=world.clock.now(), state="CONNECTION_TIMEOUT"))
    world.clock.pass_(MINUTE / 60)
    world.hvs.put(replace(TAGGED, attested_at=world.clock.now(), state="CONNECTION_TIMEOUT"))
    report = world.ask()
    assert report is not None
    assert report.doubt == "HVS says of the host: CONNECTION_TIMEOUT"


def test_a_live_question_takes_no_older_signed_report_than_a_poll_was_told_of(
    tmp_path: Path,
) -> None:
    world = World(tmp_path)
    world.hvs.put(TAGGED)
    assert report_of(world.fetch())
    old = TAGGED.in_saml(chain())
    world.clock.pass_(MINUTE / 3)
    world.hvs.put(replace(TAGGED, attested_at=world.clock.now(), tags={"Country": "FR"}))
    renewed, world.hvs.signed = world.hvs.signed, lambda _: old
    polled = report_of(world.fetch())
    assert polled is not None
    assert polled.doubt == "HVS gives an older signed report of it than it lists"
    with pytest.raises(AnswerError, match="an older signed report of it than it lists"):
        world.ask()
    world.hvs.signed = renewed
    report = world.ask()
    assert report is not None
    assert report.asset_tags == {"Country": "FR"}


def test_a_live_question_about_a_host_without_a_report(tmp_path: Path) -> None:
    world = World(tmp_path, Reports.JSON)
    world.hvs.put(replace(host(1), report=False))
    assert world.ask() is None
    world = World(tmp_path)
    world.hvs.put(replace(host(1), report=False))
    with pytest.raises(AnswerError, match="no signed report"):
        world.ask()


@BOTH
def test_an_answer_about_another_host_is_no_answer(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(host(1), host(2))

    def another(asked: Asked, answer: Answer) -> Answer:
        old, new = host(1).hardware_uuid, host(2).hardware_uuid
        return replace(answer, body=answer.body.replace(old.encode(), new.encode()))

    world.hvs.written = another
    assert world.ask() is None


def test_hvs_is_not_asked_by_the_name_of_a_node(tmp_path: Path) -> None:
    world = World(tmp_path)
    with pytest.raises(AnswerError, match="by their hardware UUID, not by node-name"):
        world.service.ask(Identity(IdentityKind.NODE_NAME, "n1"), deadline=NEVER)
    assert world.paths() == []
