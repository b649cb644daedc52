# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Polls of an HVS that lies, is silent, or is set up wrongly."""

from dataclasses import replace
from pathlib import Path

import pytest

from attestation.errors import AnswerError, AttestationError, EndpointError, ServiceUnavailableError
from attestation.hvs.settings import Reports
from tests.simulators.answers import Answer, Manner
from tests.unit.attestation.hvs.builders import MINUTE, World, host, other_chain

BOTH = pytest.mark.parametrize("reports", list(Reports))


@BOTH
def test_two_hosts_with_one_hardware_are_both_in_doubt(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(host(1), replace(host(2), hardware_of=1))
    (report,) = world.fetch().reports
    assert report.doubt == "several hosts at HVS claim this hardware UUID"
    asked = world.ask()
    assert asked is not None
    assert not asked.trusted


def test_json_that_says_trusted_is_nothing_without_a_signature(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.hvs.put(host(1))
    world.hvs.signed = lambda each: each.in_saml(other_chain())
    report = world.report()
    assert report is not None
    assert report.doubt == "the signed report is signed by somebody who is not pinned"


def test_who_leaves_the_file_of_signers_vouches_for_nobody(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.hvs.put(host(1))
    world.fetch()
    world.pinned.write_bytes(other_chain().pem)
    world.clock.pass_(MINUTE / 12)
    report = world.report()
    assert report is not None
    assert not report.trusted


def test_without_a_file_of_signers_there_is_no_answer(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.hvs.put(host(1))
    world.pinned.unlink()
    with pytest.raises(EndpointError):
        world.fetch()
    with pytest.raises(EndpointError):
        world.ask()


@BOTH
def test_a_token_that_hvs_forgot_costs_one_more_request(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(host(1))
    world.fetch()
    world.aas.revoke()
    world.clock.pass_(MINUTE / 12)
    report = world.report()
    assert report is not None
    assert report.trusted


@pytest.mark.parametrize(
    ("answer", "leaf"),
    [
        (Answer(manner=Manner.LATE), ServiceUnavailableError),
        (Answer(status=500), ServiceUnavailableError),
        (Answer(body=b"garbage"), AnswerError),
        (Answer(body=b""), AnswerError),
        (Answer(status=401), AnswerError),
    ],
)
@BOTH
def test_no_answer_is_an_error_and_never_a_report(
    tmp_path: Path, reports: Reports, answer: Answer, leaf: type[AttestationError]
) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(host(1))
    world.to_hvs.answers_with(answer)
    with pytest.raises(leaf):
        world.fetch()
    with pytest.raises(leaf):
        world.ask()


def test_what_was_signed_before_a_loss_of_trust_does_not_count_after_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.hvs.put(host())
    world.fetch()
    for failed in (frozenset({"OS"}), frozenset[str]()):
        world.clock.pass_(MINUTE)
        world.hvs.put(replace(host(), attested_at=world.clock.now(), failed=failed))
        world.fetch()
        world.hvs.written = lambda asked, answer: replace(
            answer, manner=Manner.LATE if "saml" in asked.headers["Accept"] else Manner.PROMPT
        )
    report = world.report()
    assert report is not None
    assert report.doubt == "its signed report has not been fetched yet"
