# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Signed reports fetched: so many a poll, those that wait longest first, none twice in vain."""

from dataclasses import replace
from pathlib import Path

import pytest

from attestation.errors import AnswerError
from attestation.hvs.appraisal import Unsigned
from attestation.hvs.report_document import HostReport, parse_report
from attestation.hvs.saml import Verified
from attestation.hvs.signed_reports import SignedReports
from attestation.hvs.signers import parse_signers
from tests.simulators.answers import Answer, Asked, Manner
from tests.simulators.hvs.host import SimulatedHost
from tests.unit.attestation.hvs.builders import MINUTE, NEVER, World, chain, host, other_chain

SIGNERS = parse_signers(chain().pem)
HOSTS = [host(number) for number in range(1, 6)]


class Fetching:
    """Signed reports of five hosts, two a poll."""

    def __init__(self, folder: Path, *, most_at_once: int = 1000) -> None:
        self.world = World(folder)
        self.world.hvs.put(*HOSTS)
        self.signed = SignedReports(
            self.world.questions,
            now=self.world.clock.now,
            per_poll=2,
            most_at_once=most_at_once,
            clock=self.world.clock.seconds,
        )

    def poll(self, hosts: list[SimulatedHost] = HOSTS, *, deadline: float = NEVER) -> list[int]:
        """Refresh, and return the numbers of the hosts that were asked for."""
        self.world.clock.pass_(MINUTE / 60)
        self.signed.refresh([_listed(each) for each in hosts], SIGNERS, deadline=deadline)
        return [int(path[-12:], 16) for path in self.world.paths()]

    def goes_on(self, hosts: list[SimulatedHost] = HOSTS, *, deadline: float = NEVER) -> bool:
        """Refresh, and tell whether the next poll comes at once."""
        self.world.clock.pass_(MINUTE / 60)
        return self.signed.refresh([_listed(each) for each in hosts], SIGNERS, deadline=deadline)

    def found(self, number: int = 1) -> Verified | Unsigned:
        """Return what counts of a host."""
        return self.signed.of(host(number).hardware_uuid, SIGNERS)


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    return Fetching(tmp_path)


def _listed(of: SimulatedHost) -> HostReport:
    return parse_report(of.in_json())


def test_a_poll_fetches_so_many_and_the_next_ones_the_others(fetching: Fetching) -> None:
    assert [fetching.poll() for _ in range(4)] == [[1, 2], [3, 4], [5], []]
    assert isinstance(fetching.found(5), Verified)


def test_only_what_hvs_renewed_is_fetched_again(fetching: Fetching) -> None:
    for _ in range(3):
        fetching.poll()
    renewed = host(3, age=0 * MINUTE)
    fetching.world.hvs.put(renewed)
    assert fetching.poll([*HOSTS[:2], renewed, *HOSTS[3:]]) == [3]


def test_what_fails_is_tried_again_after_the_others(fetching: Fetching) -> None:
    fetching.world.hvs.signed = lambda each: each.in_saml(
        other_chain() if each.number == 1 else chain()
    )
    assert [fetching.poll() for _ in range(5)] == [[1, 2], [3, 4], [5, 1], [1], [1]]
    found = fetching.found(1)
    assert isinstance(found, Unsigned)
    assert found.why == "the signed report is signed by somebody who is not pinned"


def test_a_renewed_report_with_a_wrong_signature_ends_the_trust_of_the_old_one(
    fetching: Fetching,
) -> None:
    fetching.poll(HOSTS[:1])
    fetching.world.hvs.signed = lambda each: each.in_saml(other_chain())
    fetching.poll([host(1, age=0 * MINUTE)])
    assert isinstance(fetching.found(1), Unsigned)


def test_an_outage_ends_the_poll_and_changes_nothing(fetching: Fetching) -> None:
    fetching.poll(HOSTS[:1])
    fetching.world.to_hvs.answers_with(Answer(manner=Manner.LATE))
    assert fetching.poll([host(1, age=0 * MINUTE), *HOSTS[1:]]) == [2]
    assert isinstance(fetching.found(1), Verified)


def test_nothing_is_fetched_beyond_the_deadline(fetching: Fetching) -> None:
    assert fetching.poll(deadline=0) == []


def test_the_report_of_another_host_is_not_taken_for_ones_own(fetching: Fetching) -> None:
    fetching.world.hvs.signed = lambda _: host(2).in_saml(chain())
    fetching.poll(HOSTS[:1])
    found = fetching.found(1)
    assert isinstance(found, Unsigned)
    assert found.why == "HVS gives the signed report of another host"


def test_assertions_back_to_back_are_none(fetching: Fetching) -> None:
    def all_of_them(asked: Asked, answer: Answer) -> Answer:
        return replace(answer, body=b"".join(each.in_saml(chain()).encode() for each in HOSTS))

    fetching.world.hvs.written = all_of_them
    fetching.poll(HOSTS[:1])
    assert isinstance(fetching.found(1), Unsigned)


def test_who_is_not_pinned_any_more_counts_no_more(fetching: Fetching) -> None:
    fetching.poll(HOSTS[:1])
    signers = parse_signers(other_chain().pem)
    assert isinstance(fetching.signed.of(host(1).hardware_uuid, signers), Unsigned)


def test_hosts_that_are_gone_are_forgotten(fetching: Fetching) -> None:
    fetching.poll(HOSTS[:2])
    fetching.signed.forget_all_but([host(2).hardware_uuid])
    assert isinstance(fetching.found(1), Unsigned)
    assert isinstance(fetching.found(2), Verified)


def test_a_live_question_gives_the_newest_and_keeps_it(fetching: Fetching) -> None:
    uuid = host(1).hardware_uuid
    first = fetching.signed.fetch(uuid, SIGNERS, deadline=NEVER)
    assert fetching.signed.fetch(uuid, SIGNERS, deadline=NEVER) is first
    assert fetching.found(1) is first


def test_a_live_question_about_a_host_without_a_report_fails(fetching: Fetching) -> None:
    with pytest.raises(AnswerError, match="no signed report of it"):
        fetching.signed.fetch(host(9).hardware_uuid, SIGNERS, deadline=NEVER)
