# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The rule about what a Binding's metadata change."""

from trust.need import Need
from trust.rules.binding_changes_nothing import binding_changes_nothing
from trust.verdict import Outcome

NEED = Need(policies=("a",), trust_required=True)


def test_a_need_that_stays_is_fine_and_a_changed_one_is_denied() -> None:
    assert binding_changes_nothing(NEED, NEED) is None
    for before, after in ((NEED, Need()), (Need(), NEED)):
        found = binding_changes_nothing(before, after)
        assert found is not None
        assert (found.code, found.outcome) == ("binding-changes-need", Outcome.DENY)
        assert 'TrustPolicy "a"' in found.detail
