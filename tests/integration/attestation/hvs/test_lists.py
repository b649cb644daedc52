# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Answers of HVS that are well-formed and old, late, or not about everybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from attestation.errors import AttestationError
from tests.integration.attestation.hvs.site import BOUND, Site, host
from tests.simulators.answers import Answer, Asked

ALL = {1, 2, 3}


def reports_only(change: Callable[[Answer], Answer]) -> Callable[[Asked, Answer], Answer]:
    return lambda asked, answer: change(answer) if "/reports" in asked.path else answer


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_wrong_by_an_hour_makes_nobody_trusted(site: Site, hours: int) -> None:
    site.clocks.ahead = timedelta(hours=hours)
    assert "synchronise the clocks" in site.poll()
    with pytest.raises(AttestationError, match="synchronise the clocks"):
        site.ask()
    assert site.vouched(after=BOUND) == set()
    site.clocks.ahead = timedelta()
    assert site.poll() == ""
    assert site.vouched() == ALL


def test_an_answer_that_was_recorded_and_is_sent_again_is_refused(site: Site) -> None:
    earlier = format_datetime(site.clocks.ours() - timedelta(seconds=10), usegmt=True)
    site.hvs_server.spoilt = reports_only(lambda answer: replace(answer, headers={"Date": earlier}))
    assert "an old answer is sent again" in site.poll()
    with pytest.raises(AttestationError, match="an old answer is sent again"):
        site.ask()


def test_an_old_body_under_a_new_date_brings_no_trust_back(site: Site) -> None:
    recorded: dict[str, bytes] = {}

    def replay(asked: Asked, answer: Answer) -> Answer:
        return replace(answer, body=recorded.setdefault(asked.path, answer.body))

    site.hvs_server.spoilt = replay
    site.poll()
    site.hvs_server.spoilt = lambda _, answer: answer
    site.hvs.put(host(1, failed=frozenset({"OS"})))
    site.poll()
    assert site.vouched() == {2, 3}
    site.hvs_server.spoilt = replay
    site.poll()
    site.poll()
    assert site.vouched() == {2, 3}


def test_one_node_that_is_missing_from_a_good_answer_is_unknown(site: Site) -> None:
    site.hvs.remove(host(2))
    assert site.poll() == ""
    assert site.vouched() == {1, 3}
    assert site.report(2) is None
    assert site.ask(2) is None
    site.hvs.put(host(2))
    site.poll()
    assert site.vouched() == ALL


def test_a_list_that_shrinks_to_nothing_leaves_nobody_trusted(site: Site) -> None:
    site.hvs.clear()
    assert site.poll() == ""
    assert site.vouched() == set()
    site.hvs.put(host(1), host(2), host(3))
    site.poll()
    assert site.vouched() == ALL


def test_one_report_that_cannot_be_read_takes_only_its_own_host_away(site: Site) -> None:
    def one(answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace(b'"OVERALL": true', b'"OVERALL": 1', 1))

    site.hvs_server.spoilt = reports_only(one)
    assert site.poll() == ""
    assert len(site.vouched()) == 2


def test_a_quote_that_fails_takes_the_node_away_with_the_next_poll(site: Site) -> None:
    site.hvs.put(host(2, failed=frozenset({"PLATFORM"})))
    site.poll()
    assert site.vouched() == {1, 3}
    asked = site.ask(2)
    assert asked is not None
    assert asked.failures
