# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How a run of benchmarks ends: what is measured decides, and nothing is started here."""

from pathlib import Path

import pytest

from bench.__main__ import conclude, main
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


def test_a_name_that_is_none_starts_nothing_and_lists_the_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "creation", "pods"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "'pods' is none of filter, refreshing," in capsys.readouterr().err


def test_a_run_of_some_measures_is_judged_by_their_aims_alone() -> None:
    assert conclude(measures()[:1], whole=False) == 0
    assert conclude(measures(at0=99.0)[:1], whole=False) == 1
