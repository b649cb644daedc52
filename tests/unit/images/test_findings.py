# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A broken rule is a denial that says where."""

import pytest

from images.errors import RuleBrokenError
from images.findings import finding_of
from trust.verdict import Outcome


@pytest.mark.parametrize(
    ("subject", "detail"), [("", "it lies"), ("layer 1 of 2", "layer 1 of 2: it lies")]
)
def test_a_broken_rule_is_a_denial(subject: str, detail: str) -> None:
    found = finding_of(RuleBrokenError("layer-type", "it lies"), subject=subject)
    assert (found.code, found.outcome, found.detail) == ("layer-type", Outcome.DENY, detail)
