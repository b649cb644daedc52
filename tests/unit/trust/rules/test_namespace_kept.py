# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The rule about labels of namespaces."""

import pytest

from tests.unit.trust.builders import policy
from trust.rules.namespace_kept import namespace_kept
from trust.verdict import Outcome

IN = {"team": "payments"}


def test_a_label_that_a_policy_selects_by_stays() -> None:
    (found,) = namespace_kept([policy()], "shop", before=IN, after={"team": "other"})
    assert (found.code, found.outcome) == ("namespace-taken-out", Outcome.DENY)
    assert found.detail == 'the labels take namespace "shop" out of TrustPolicy "payments"'


@pytest.mark.parametrize(
    ("before", "after"), [(IN, IN), (IN, {**IN, "a": "b"}), ({}, IN), ({}, {}), ({"a": "b"}, {})]
)
def test_other_changes_take_nothing_out(before: dict[str, str], after: dict[str, str]) -> None:
    assert list(namespace_kept([policy()], "shop", before=before, after=after)) == []


@pytest.mark.parametrize("mode", ["Warn", "Audit"])
def test_a_policy_that_refuses_nothing_holds_nobody(mode: str) -> None:
    assert list(namespace_kept([policy(mode=mode)], "shop", before=IN, after={})) == []
