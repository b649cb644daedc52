# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Texts in columns."""

from cli.columns import in_columns


def test_columns_are_as_wide_as_their_longest_text_and_the_last_one_as_it_is() -> None:
    lines = [("A", "WIDE", "LAST"), ("longer", "b", "as it is"), ("", "", "")]
    assert list(in_columns(lines)) == ["A       WIDE  LAST", "longer  b     as it is", ""]
