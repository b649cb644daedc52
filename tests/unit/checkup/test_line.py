# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What lines come to."""

import pytest

from checkup.line import Line, Standing, exit_code

OK, WRONG, UNKNOWN = Standing.OK, Standing.WRONG, Standing.UNKNOWN


@pytest.mark.parametrize(
    ("standings", "code"),
    [([], 0), ([OK, OK], 0), ([OK, UNKNOWN], 2), ([UNKNOWN, WRONG, OK], 1), ([WRONG], 1)],
)
def test_what_is_wrong_counts_more_than_what_is_not_known(
    standings: list[Standing], code: int
) -> None:
    lines = [Line(check="c", subject="s", standing=each, detail="d") for each in standings]
    assert exit_code(lines) == code
