# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Signed reports after a start: polls follow each other at once until all were tried."""

from pathlib import Path

from tests.simulators.answers import Answer, Asked, Manner
from tests.unit.attestation.hvs.builders import MINUTE, chain, host, other_chain
from tests.unit.attestation.hvs.test_signed_reports import Fetching
from tests.unit.attestation.hvs.test_signed_reports import fetching as fetching


def test_polls_follow_each_other_until_all_were_tried_once(fetching: Fetching) -> None:
    fetching.world.hvs.signed = lambda each: each.in_saml(
        other_chain() if each.number == 5 else chain()
    )
    assert [fetching.goes_on() for _ in range(5)] == [True, True, False, False, False]


def test_a_service_that_is_silent_or_makes_hosts_up_is_not_asked_at_once_for_ever(
    tmp_path: Path,
) -> None:
    silent = Fetching(tmp_path)
    silent.world.to_hvs.answers_with(Answer(status=503))
    assert not silent.goes_on()
    silent.world.to_hvs.answers_with(None)
    assert silent.goes_on()
    lying = Fetching(tmp_path, most_at_once=6)
    made_up = [[host(number) for number in range(at, at + 5)] for at in range(1, 31, 5)]
    assert [lying.goes_on(hosts) for hosts in made_up] == [True, True, False, False, False, False]


def test_a_poll_whose_time_ran_out_is_no_outage(fetching: Fetching) -> None:
    clock = fetching.world.clock

    def runs_out(_: Asked) -> None:
        fetching.world.to_hvs.answers_with(Answer(manner=Manner.LATE))
        clock.pass_(MINUTE)

    fetching.world.to_hvs.before = runs_out
    assert fetching.goes_on(deadline=clock.seconds() + 5)
    fetching.world.to_hvs.before = lambda _: None
    assert not fetching.goes_on()
