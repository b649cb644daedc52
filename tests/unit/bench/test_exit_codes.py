# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How a run of benchmarks ends: what is measured decides, and nothing is started here."""

from pathlib import Path

import pytest

from bench.__main__ import conclude
from bench.aims import AIMS
from tests.unit.bench.test_aims import measures


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_a_run_that_meets_its_aims_ends_with_0_and_names_its_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert conclude(measures()) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert Path(said.out.splitlines()[-1]).is_file()


_RATE = next(place for place, aim in enumerate(AIMS) if not aim.at_most)


@pytest.mark.parametrize(
    "ratios", [{"at0": 99.0}, {f"at{_RATE}": 0.0}], ids=["too much", "too little"]
)
def test_a_run_that_misses_an_aim_ends_with_1_and_says_which(
    ratios: dict[str, float], capsys: pytest.CaptureFixture[str]
) -> None:
    assert conclude(measures(**ratios)) == 1
    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert line.startswith("bench: missed /")
    assert Path(said.out.splitlines()[-1]).is_file()
