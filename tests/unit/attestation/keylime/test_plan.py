# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What to ask a verifier for next."""

from dataclasses import replace
from datetime import timedelta
from math import inf

from attestation.keylime.plan import (
    LARGE,
    MOST_BETWEEN,
    MOST_SINGLE,
    doubtful,
    expiring,
    lost,
    wants_list,
)
from tests.unit.trust.builders import NOON, REPORT

DOUBT = replace(REPORT, trusted=False, doubt="keylime: agent never attested")
FAILED = replace(REPORT, trusted=False, failures=("x",))


def test_a_large_fleet_is_listed_now_and_then() -> None:
    pause = timedelta(seconds=8)
    assert wants_list(0, since_last=inf, pause=pause)
    assert wants_list(LARGE, since_last=0, pause=pause)
    assert not wants_list(LARGE + 1, since_last=7, pause=pause)
    assert wants_list(LARGE + 1, since_last=8, pause=pause)


def test_agents_that_a_list_lacks_are_looked_for_up_to_a_number() -> None:
    old = {f"{n:03}": REPORT for n in range(100)}
    assert lost(old, old.keys() - {"007"}) == ["007"]
    assert len(lost(old, set())) == MOST_SINGLE


def test_only_doubts_about_agents_that_were_trusted_are_looked_into() -> None:
    old = {"a": REPORT, "b": REPORT, "c": DOUBT, "d": REPORT}
    new = {"a": DOUBT, "b": FAILED, "c": DOUBT, "d": REPORT, "e": DOUBT}
    assert doubtful(old, new) == ["a"]
    many = {f"{n}": REPORT for n in range(100)}
    assert len(doubtful(many, dict.fromkeys(many, DOUBT))) == MOST_SINGLE


def test_trust_that_ends_soon_is_renewed_first() -> None:
    reports = {
        f"{n:03}": replace(REPORT, expires_at=NOON + timedelta(seconds=n / 20)) for n in range(400)
    }
    reports["doubt"] = replace(DOUBT, expires_at=NOON)
    found = expiring(reports, now=NOON)
    assert found == [f"{n:03}" for n in range(MOST_BETWEEN)]
    hours = {f"{n}": replace(REPORT, expires_at=NOON + timedelta(hours=n)) for n in (3, 1, 2)}
    assert expiring(hours, now=NOON) == ["1"]
    assert expiring({"a": DOUBT}, now=NOON) == []
