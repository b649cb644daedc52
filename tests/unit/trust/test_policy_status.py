# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a status must say."""

from dataclasses import replace

from tests.unit.hub.builders import stored
from trust.policy_status import PodCount, PolicyStatus, status_of
from trust.verdict import Finding, Outcome


def test_a_good_policy_is_ready_with_its_generation_and_numbers() -> None:
    wanted = status_of(replace(stored(), generation=4), PodCount(protected=2, violating=0))
    assert (wanted.ready, wanted.reason, wanted.observed_generation) == ("True", "Accepted", 4)
    assert (wanted.protected_pods, wanted.violations) == (2, 0)


def test_a_policy_that_cannot_be_read_says_why_within_a_bound() -> None:
    defect = Finding(code="policy-invalid", outcome=Outcome.UNKNOWN, detail="x" * 5000)
    one = stored()
    broken = replace(one, policy=replace(one.policy, defect=defect))
    wanted = status_of(broken, None)
    assert (wanted.ready, wanted.reason) == ("False", "Invalid")
    assert len(wanted.message) == 1024


def test_without_a_count_the_numbers_stay() -> None:
    before = PolicyStatus(protected_pods=3, violations=1)
    wanted = status_of(replace(stored(), status=before), None)
    assert (wanted.protected_pods, wanted.violations) == (3, 1)
