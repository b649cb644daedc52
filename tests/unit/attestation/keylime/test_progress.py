# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether an agent is still being attested."""

from datetime import timedelta

from attestation.keylime.progress import Progress, advance, stalled
from attestation.keylime.status import parse_status
from tests.unit.attestation.keylime.recorded import EK, agent
from tests.unit.trust.builders import NOON

LATER = NOON + timedelta(seconds=20)
LIMIT = timedelta(seconds=10)


def test_a_count_that_changes_begins_anew_also_after_an_enrolment() -> None:
    for count in (0, 1, 3):
        status = parse_status(EK, agent(attestation_count=count))
        assert advance(Progress(2, NOON), status, served_at=LATER) == Progress(count, LATER)
    same = Progress(2, NOON)
    assert advance(same, parse_status(EK, agent()), served_at=LATER) is same
    assert advance(None, parse_status(EK, agent()), served_at=LATER) == Progress(2, LATER)


def test_patience_is_two_periods_or_the_limit_where_no_period_is_told() -> None:
    told = parse_status(EK, agent(attestation_period="9s"))
    assert not stalled(Progress(2, NOON), told, served_at=LATER, limit=LIMIT)
    untold = parse_status(EK, agent(attestation_period=None))
    assert stalled(Progress(2, NOON), untold, served_at=LATER, limit=LIMIT)
    quick = parse_status(EK, agent(attestation_period="0s"))
    for seconds, found in ((5, False), (6, True)):
        since = Progress(2, LATER - timedelta(seconds=seconds))
        assert stalled(since, quick, served_at=LATER, limit=LIMIT) is found
