# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A bounded share of ``make fuzz``, the same one each time."""

from tests.fuzz.run import fuzz


def test_whatever_comes_is_answered_and_nothing_bad_is_let_through() -> None:
    result = fuzz(1500, number=1)
    assert result.wrong == []
    assert result.admitted > 100
    assert {status for _, status in result.answers} >= {200, 400}
