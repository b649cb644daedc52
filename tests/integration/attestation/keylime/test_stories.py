# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Stories of one machine, alike with a simulated Keylime and with a real one and software TPMs."""

import time
from collections.abc import Callable, Iterator

import pytest

from attestation.errors import ServiceUnavailableError
from tests.integration.attestation.keylime.real import real_setup
from tests.integration.attestation.keylime.setups import Setup
from tests.integration.attestation.keylime.simulated import simulated_setup
from tests.integration.attestation.papers import Papers, soon
from trust.report import Identity, IdentityKind, Report

_LONGEST = 30.0


@pytest.fixture(scope="module", params=["simulated", "real"])
def setup(request: pytest.FixtureRequest, papers: Papers) -> Iterator[Setup]:
    opened = real_setup() if request.param == "real" else simulated_setup(papers)
    with opened as started:
        yield started


def told(setup: Setup, machine: str) -> Report | None:
    """Ask for all machines, and return what is said of one."""
    answer = setup.service.fetch(deadline=soon())
    assert answer.remarks == ()
    return {each.identity.value: each for each in answer.reports}.get(machine)


def watched(
    setup: Setup, machine: str, until: Callable[[Report | None], bool]
) -> list[Report | None]:
    """Ask as often as a keeper would, until something is said, and return all that was said."""
    end = time.monotonic() + _LONGEST
    found = [told(setup, machine)]
    while not until(found[-1]):
        assert time.monotonic() < end, found[-1]
        time.sleep(0.1)
        found.append(told(setup, machine))
    return found


def trusted(report: Report | None) -> bool:
    return report is not None and report.trusted


def trusted_later(than: Report) -> Callable[[Report | None], bool]:
    """Return whether a machine is trusted by evidence that is later than an earlier Report's."""
    return lambda report: (
        report is not None and report.trusted and report.attested_at > than.attested_at
    )


def test_a_machine_that_attests_is_trusted_in_the_list_and_alone(setup: Setup) -> None:
    machine = setup.machine()
    watched(setup, machine, trusted)
    alone = setup.service.ask(Identity(IdentityKind.EK_HASH, machine), deadline=soon(1))
    (report,) = alone.reports
    assert report.trusted
    assert not alone.complete


def test_a_machine_whose_pcr_is_extended_is_untrusted_until_it_is_enrolled_again(
    setup: Setup,
) -> None:
    machine = setup.machine()
    watched(setup, machine, trusted)
    setup.extend(machine)
    said = watched(setup, machine, lambda report: report is not None and not report.trusted)
    assert said[-1] is not None
    assert said[-1].failures == ("its quote is invalid (pcr_validation.invalid_pcr_15)",)
    setup.revoke(machine)
    assert told(setup, machine) is None
    setup.enrol(machine)
    watched(setup, machine, trusted_later(said[-1]))


def test_a_machine_that_falls_silent_is_in_doubt_and_never_trusted_again(setup: Setup) -> None:
    machine = setup.machine()
    watched(setup, machine, trusted)
    setup.silence(machine)
    said = watched(
        setup, machine, lambda report: report is not None and "not reachable" in report.doubt
    )
    doubted = [report for report in said if report is not None and report.doubt]
    assert not any(map(trusted, said[said.index(doubted[0]) :]))
    assert all(report is not None and report.failures == () for report in said)
    last = [report for report in said if report is not None and report.trusted]
    assert len({report.attested_at for report in last}) <= 3  # no more quotes than were under way


def test_a_verifier_that_is_killed_vouches_for_nobody_until_it_has_asked_again(
    setup: Setup,
) -> None:
    machine = setup.machine()
    before = watched(setup, machine, trusted)[-1]
    setup.kill_verifier()
    with pytest.raises(ServiceUnavailableError):
        told(setup, machine)
    setup.start_verifier()
    assert before is not None
    after = watched(setup, machine, trusted_later(before))
    assert after[0] is not None
    assert "the verifier was started" in after[0].doubt or after[0].trusted
    assert all(report is not None and report.failures == () for report in after)


def test_an_unknown_machine_has_no_report(setup: Setup) -> None:
    identity = Identity(IdentityKind.EK_HASH, "f" * 64)
    answer = setup.service.ask(identity, deadline=soon())
    assert answer.reports == ()
