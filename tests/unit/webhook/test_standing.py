# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is said of a node where no verification service was configured."""

from tests.unit.trust.builders import policy
from trust.asked import need_of_policy
from trust.need import Need
from trust.verdict import Outcome
from webhook.standing import NoStanding


def test_who_asks_for_trust_is_refused_and_told_what_to_configure() -> None:
    verdict = NoStanding().judge(need_of_policy(policy()), "m1", deadline=1e9)
    assert (verdict.outcome, verdict.codes) == (Outcome.UNKNOWN, ("no-verification-service",))
    assert "--unsafe-reports-file" in verdict.findings[0].remedy


def test_who_asks_for_nothing_is_not_held_up() -> None:
    images_alone = need_of_policy(policy(nodes={"trust": "NotRequired"}))
    for need in (Need(), images_alone):
        assert NoStanding().judge(need, "m1", deadline=1e9).outcome is Outcome.ALLOW
