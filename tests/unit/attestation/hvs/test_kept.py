# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How a newer signed report follows the one that is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from attestation.errors import AnswerError
from attestation.hvs.appraisal import Unsigned
from attestation.hvs.kept import Kept, followed, renewal_of
from attestation.hvs.report_document import HostReport, parse_report
from attestation.hvs.saml import Verified
from attestation.hvs.signers import Signers, parse_signers
from tests.simulators.hvs.host import SimulatedHost
from tests.unit.attestation.hvs.builders import MINUTE, NOON, chain, host, other_chain

SIGNERS = parse_signers(chain().pem)
NEWER = host(age=0 * MINUTE)


def after(
    old: Kept, of: SimulatedHost, listed: HostReport | None = None, signers: Signers = SIGNERS
) -> Kept:
    return followed(old, of.in_saml(chain()).encode(), listed, signers, now=NOON)


FIRST = after(Kept(), host(), parse_report(host().in_json()))


def test_the_first_one_is_verified_and_remembers_what_it_is_for() -> None:
    assert isinstance(FIRST.found, Verified)
    assert FIRST.found.assertion.hardware_uuid == host().hardware_uuid
    assert FIRST.renewal == renewal_of(parse_report(host().in_json()))


def test_the_same_bytes_are_not_verified_again() -> None:
    again = after(FIRST, host())
    assert again.found is FIRST.found
    assert again.renewal == FIRST.renewal


def test_the_same_bytes_are_refused_when_their_signer_is_not_pinned_any_more() -> None:
    with pytest.raises(AnswerError, match="not pinned"):
        after(FIRST, host(), signers=parse_signers(other_chain().pem))


def test_a_newer_one_takes_its_place() -> None:
    found = after(FIRST, NEWER).found
    assert isinstance(found, Verified)
    assert found.assertion.issued_at == NOON


def test_an_older_one_does_not() -> None:
    with pytest.raises(AnswerError, match="an older signed report of it than before"):
        after(after(Kept(), NEWER), host())


def test_an_older_one_does_not_after_a_failure_either() -> None:
    failed = replace(after(Kept(), NEWER), found=Unsigned(why="failed"))
    with pytest.raises(AnswerError, match="an older signed report of it than before"):
        after(failed, host())


def test_one_that_is_older_than_the_report_in_json_is_not_of_that_report() -> None:
    with pytest.raises(AnswerError, match="an older signed report of it than it lists"):
        after(Kept(), host(), parse_report(NEWER.in_json()))


def test_a_report_in_json_is_made_just_after_the_signature() -> None:
    listed = parse_report(
        replace(host(), attested_at=host().attested_at + timedelta(seconds=1)).in_json()
    )
    assert isinstance(after(Kept(), host(), listed).found, Verified)


def test_an_empty_answer_is_no_report() -> None:
    with pytest.raises(AnswerError, match="no signed report of it"):
        followed(FIRST, b"", None, SIGNERS, now=NOON)


def test_what_is_kept_counts_while_its_signer_does() -> None:
    assert FIRST.counting(SIGNERS, now=NOON) is FIRST.found
    gone = FIRST.counting(parse_signers(other_chain().pem), now=NOON)
    assert gone == Unsigned(why="who signed its report is not pinned any more")
    late = FIRST.counting(SIGNERS, now=NOON + timedelta(days=400))
    assert isinstance(late, Unsigned)
    assert "expired" in late.why


def test_nothing_is_kept_of_a_host_at_first() -> None:
    assert Kept().counting(SIGNERS, now=NOON) == Kept().found
    with pytest.raises(AnswerError, match="not been fetched yet"):
        Kept().about(host().hardware_uuid)


def test_a_report_is_about_its_own_host_alone() -> None:
    assert FIRST.about(host().hardware_uuid) is FIRST.found
    with pytest.raises(AnswerError, match="of another host"):
        FIRST.about(host(2).hardware_uuid)


def test_a_renewed_report_differs_even_if_it_keeps_its_identifier() -> None:
    old, new = parse_report(host().in_json()), parse_report(NEWER.in_json())
    assert old.id == new.id
    assert renewal_of(old) != renewal_of(new)
    cut = replace(old, created_at=old.created_at + timedelta(microseconds=5))
    assert renewal_of(cut) == renewal_of(old)
