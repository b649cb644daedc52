# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The service's own overall answer."""

from dataclasses import replace

from tests.unit.trust.builders import NOON, REPORT
from trust.rules.trusted import trusted
from trust.verdict import Outcome


def test_a_trusted_node_passes_and_an_untrusted_one_is_denied_with_its_failures() -> None:
    assert trusted(REPORT) is None
    found = trusted(replace(REPORT, trusted=False, failures=("PCR 7", "PCR 0")))
    assert found is not None
    assert (found.outcome, found.detail) == (Outcome.DENY, "untrusted: PCR 7, PCR 0")
    silent = trusted(replace(REPORT, trusted=False))
    assert silent is not None
    assert silent.detail == "untrusted: no reason given"


def test_a_denial_of_a_node_that_fails_again_is_the_same_text() -> None:
    failing = replace(REPORT, trusted=False, failures=("PCR 7",))
    assert trusted(failing) == trusted(replace(failing, attested_at=NOON))
