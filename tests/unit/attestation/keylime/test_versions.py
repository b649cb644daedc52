# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The version of the API to speak."""

import pytest

from attestation.errors import AnswerError
from attestation.keylime.versions import newest_common

SERVED = ["1.0", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "3.0"]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [(SERVED, "2.6"), (["2.5", "2.1", "2.0"], "2.5"), (["2.5", 3, None, "9" * 999], "2.5")],
)
def test_the_newest_that_both_know_is_chosen(offered: list[object], chosen: str) -> None:
    assert newest_common({"supported_versions": offered}, source="a.example") == chosen


def test_what_is_too_new_or_too_old_is_said() -> None:
    with pytest.raises(AnswerError, match=r"the versions 2\.0, 3\.0 of its API"):
        newest_common({"supported_versions": ["2.0", "3.0"]}, source="a.example")
    with pytest.raises(
        AnswerError, match=r"2\.3, 2\.4 of its API, .* use Keylime 7\.14\.3 or newer"
    ):
        newest_common({"supported_versions": SERVED[2:6]}, source="a.example")
    with pytest.raises(AnswerError, match="the versions none of its API"):
        newest_common({"supported_versions": ["\x1b"]}, source="a.example")


@pytest.mark.parametrize("offered", [None, "2.6", {}, ["2.6"] * 101])
def test_an_answer_without_a_list_of_versions_is_none(offered: object) -> None:
    with pytest.raises(AnswerError, match=r"a\.example does not say"):
        newest_common({"supported_versions": offered}, source="a.example")
