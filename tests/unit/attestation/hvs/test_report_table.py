# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All reports now and then, the changes in between, and the check that changes are complete."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from tests.simulators.answers import Answer, Asked, Manner
from tests.unit.attestation.hvs.builders import MINUTE, host
from tests.unit.attestation.hvs.polling import ALL, SECOND, Polling


@pytest.fixture
def polling(tmp_path: Path) -> Polling:
    return Polling(tmp_path)


def test_all_reports_are_read_now_and_then_and_the_changes_in_between(polling: Polling) -> None:
    for _ in range(7):
        polling.poll()
    assert polling.kinds() == ["all", "changes", "changes"] * 2 + ["all"]
    assert len(polling.table.reports) == 3


def test_all_are_read_each_time_where_the_operator_wants_it(tmp_path: Path) -> None:
    polling = Polling(tmp_path, full_every=1)
    polling.poll()
    polling.poll()
    assert polling.kinds() == ["all", "all"]


def test_a_loss_that_changes_leave_out_is_seen_within_a_bound_of_time(tmp_path: Path) -> None:
    polling = Polling(tmp_path, full_every=10_000, full_within=25 * SECOND)
    polling.poll()

    def nothing_is_new(asked: Asked, truth: Answer) -> Answer:
        return replace(truth, body=b'{"reports": []}') if "fromDate" in asked.path else truth

    polling.world.hvs.written = nothing_is_new
    polling.renew(2, "OS")
    seen = []
    for _ in range(4):
        polling.poll()
        seen.append(polling.trusts(2))
    assert polling.kinds()[1:] == ["changes", "changes", "all", "all"]
    assert seen == [True, True, False, False]


def test_changes_are_asked_for_from_a_minute_before_the_last_poll(polling: Polling) -> None:
    polling.poll()
    polling.poll()
    assert polling.world.paths()[-1] == f"{ALL}&fromDate=2026-11-24T11%3A59%3A10Z"


def test_a_change_takes_trust_away_at_once(polling: Polling) -> None:
    polling.poll()
    polling.renew(2, "OS")
    polling.poll()
    assert [polling.trusts(number) for number in (1, 2, 3)] == [True, False, True]


def test_a_change_within_the_second_takes_trust_away_too(polling: Polling) -> None:
    polling.world.hvs.put(host(2, age=MINUTE / 60))
    polling.poll()
    lost = replace(host(2, age=MINUTE / 61), failed=frozenset({"OS"}))
    polling.world.hvs.put(lost)
    polling.poll()
    assert not polling.trusts(2)


def test_a_change_never_brings_an_older_report_back(polling: Polling) -> None:
    polling.poll()
    polling.world.clock.pass_(SECOND)
    polling.renew(2, "OS")
    polling.poll()
    polling.world.hvs.put(host(2, age=MINUTE / 60))
    polling.poll()
    assert not polling.trusts(2)


def test_a_report_that_is_gone_is_gone_with_the_next_full_read(polling: Polling) -> None:
    polling.poll()
    polling.world.hvs.clear()
    polling.poll()
    polling.poll()
    assert len(polling.table.reports) == 3
    polling.poll()
    assert polling.table.reports == {}


def spoil_changes(answer: Callable[[Answer], Answer]) -> Callable[[Asked, Answer], Answer]:
    return lambda asked, found: answer(found) if "fromDate" in asked.path else found


def test_changes_that_were_left_out_are_noticed_and_not_asked_for_any_more(
    polling: Polling,
) -> None:
    polling.world.hvs.written = spoil_changes(lambda each: replace(each, body=b'{"reports": null}'))
    polling.poll()
    polling.renew(2, "OS")
    assert polling.poll() == polling.poll() == ()
    (remark,) = polling.poll()
    assert remark.startswith("HVS left out 1 of its newer reports")
    assert not polling.trusts(2)
    polling.poll()
    assert polling.kinds() == ["all", "changes", "changes", "all", "all"]


def test_a_report_made_during_the_full_read_was_not_left_out(polling: Polling) -> None:
    for _ in range(3):
        polling.poll()
    polling.world.clock.pass_(SECOND)
    polling.renew(2)
    assert polling.poll() == ()


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda each: replace(each, status=400),
        lambda each: replace(each, body=b"garbage"),
        lambda each: replace(each, body=b'{"reports": [{}]}'),
    ],
)
def test_changes_that_cannot_be_read_are_not_relied_on(
    polling: Polling, spoilt: Callable[[Answer], Answer]
) -> None:
    polling.poll()
    polling.world.hvs.written = spoil_changes(spoilt)
    polling.renew(2, "OS")
    polling.poll()
    assert polling.kinds() == ["all", "changes", "all"]
    assert not polling.trusts(2)


def test_an_outage_changes_nothing(polling: Polling) -> None:
    polling.poll()
    polling.world.to_hvs.answers_with(Answer(manner=Manner.LATE))
    with pytest.raises(ServiceUnavailableError):
        polling.poll()
    assert len(polling.table.reports) == 3
    polling.world.to_hvs.answers_with(None)
    polling.renew(2, "OS")
    polling.poll()
    assert not polling.trusts(2)


def test_a_full_read_that_fails_leaves_what_is_known(polling: Polling) -> None:
    for _ in range(3):
        polling.poll()
    polling.world.to_hvs.answers_with(Answer(body=b"garbage"))
    with pytest.raises(AnswerError):
        polling.poll()
    assert len(polling.table.reports) == 3
