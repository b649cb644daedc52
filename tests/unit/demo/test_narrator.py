# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The demonstration's exit code is the truth."""

import pytest

from demo.narrator import Narrator
from localcluster.errors import LocalClusterError


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


def test_a_wait_in_vain_is_a_difference_and_the_story_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def never() -> str:
        raise LocalClusterError("waited 30 s in vain: the pod is bound")

    narrator = Narrator()
    narrator.step("it happens", "good", never, "good")
    narrator.step("more happens", "good", lambda: "good", "good")
    assert narrator.close() == 1
    printed = capsys.readouterr()
    assert "DIFFERS: waited 30 s in vain: the pod is bound" in printed.out
    assert "2 steps, 1 differing" in printed.out
    assert printed.err == "  differs: it happens\n"


def test_the_width_of_columns_does_not_matter() -> None:
    narrator = Narrator()
    narrator.step("it happens", "good", lambda: "NODE   TRUSTED\nm1     true", "m1 true")
    assert narrator.close() == 0


def test_a_command_is_shown_as_it_can_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    Narrator().step("a pod", "good", lambda: "good", "good", command=("run", "a b"))
    assert "\n1. a pod\n   $ kubectl run 'a b'\n   expected:" in capsys.readouterr().out
