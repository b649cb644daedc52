# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Sources that a policy names."""

from tests.unit.trust.builders import REPORT, sources
from trust.need import Need
from trust.rules.sources_configured import sources_configured
from trust.verdict import Outcome


def test_a_source_that_nobody_asks_cannot_vouch() -> None:
    assert sources_configured(Need(sources=frozenset({"lab"})), sources(REPORT)) is None
    found = sources_configured(Need(sources=frozenset({"lab", "hvs", "b"})), sources(REPORT))
    assert found is not None
    assert (found.code, found.outcome) == ("source-not-configured", Outcome.UNKNOWN)
    assert '"b" and "hvs"' in found.detail
