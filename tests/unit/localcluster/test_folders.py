# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Runs have folders of their own; old ones go, but never one that is in use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from localcluster.build import build_folder
from localcluster.errors import LocalClusterError
from localcluster.folders import KEPT_RUNS, cache_folder, keep_logs, new_run_folder

NOBODY = 2**22 + 1  # beyond the largest process id that Linux gives (proc(5), pid_max)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "bondstone"


def run_of(pid: int, *, number: int, cache: Path) -> Path:
    folder = cache / "runs" / f"{pid}-{number}"
    folder.mkdir(parents=True)
    os.utime(folder, (number, number))
    return folder


def test_programs_and_runs_are_under_the_user_s_cache_folder(cache: Path) -> None:
    assert cache_folder() == cache
    assert build_folder().parent == cache
    assert new_run_folder().parent == cache / "runs"


def test_the_same_pins_always_name_the_same_folder(cache: Path) -> None:
    assert build_folder() == build_folder()


def test_a_run_s_folder_is_the_owner_s_alone(cache: Path) -> None:
    assert new_run_folder().stat().st_mode & 0o077 == 0


def test_the_newest_of_the_ended_runs_are_kept_for_their_logs(cache: Path) -> None:
    ended = [run_of(NOBODY, number=number, cache=cache) for number in range(KEPT_RUNS + 3)]
    new_run_folder()
    assert [run.exists() for run in ended] == [False] * 3 + [True] * KEPT_RUNS


def test_a_run_in_use_is_never_dropped_however_old(cache: Path) -> None:
    in_use = run_of(os.getpid(), number=0, cache=cache)
    for number in range(1, KEPT_RUNS + 3):
        run_of(NOBODY, number=number, cache=cache)
    new_run_folder()
    assert in_use.exists()


def test_a_relative_folder_is_ignored_as_the_specification_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for value in ("", "cache", "./cache"):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert cache_folder() == tmp_path / ".cache" / "bondstone"


@pytest.mark.parametrize("module", [["localcluster", "tools"], ["demo"], ["bench"]])
@pytest.mark.parametrize("place", ["/proc/nope", "file"])
def test_a_folder_that_cannot_be_made_is_one_sentence(
    module: list[str], place: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    environment = {key: value for key, value in os.environ.items() if "ASSETS" not in key}
    ended = subprocess.run(
        [sys.executable, "-m", *module],
        env={**environment, "XDG_CACHE_HOME": str(tmp_path / place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "cannot be written: set XDG_CACHE_HOME to a folder of yours" in ended.stderr


def test_with_all_programs_named_the_run_s_folder_is_what_cannot_be_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nope")
    with pytest.raises(LocalClusterError, match="runs cannot be written"):
        new_run_folder()


def test_of_a_run_only_its_logs_are_kept(cache: Path) -> None:
    run = new_run_folder()
    for name in (
        "logs/etcd.log",
        "pki/ca.key",
        "etcd/member/snap/db",
        "registry/registry.log",
        "reports.json",
    ):
        (run / name).parent.mkdir(parents=True, exist_ok=True)
        (run / name).write_text("x")
    (run / "link").symlink_to(run / "logs")
    keep_logs(run)
    assert [str(path.relative_to(run)) for path in sorted(run.rglob("*"))] == [
        "logs",
        "logs/etcd.log",
        "logs/registry.log",
    ]
