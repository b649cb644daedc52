# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The demonstration's exit code is the truth."""

import pytest

from demo.narrator import Narrator


def test_all_as_expected_is_zero(capsys: pytest.CaptureFixture[str]) -> None:
    narrator = Narrator()
    said = narrator.step("it happens", "good", lambda: "all is good", "good", not_wanted="bad")
    assert said == "all is good"
    assert narrator.close() == 0
    assert "Kubernetes: all is good" in capsys.readouterr().out


@pytest.mark.parametrize("said", ["", "bad", "good and bad"])
def test_any_difference_is_one_and_named(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    narrator = Narrator()
    narrator.step("it happens", "good", lambda: said, "good", not_wanted="bad")
    assert narrator.close() == 1
    printed = capsys.readouterr()
    assert "DIFFERS" in printed.out
    assert "it happens" in printed.err
