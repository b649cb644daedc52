# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Programs are built once, by a Go that is new enough, and never left half done."""

from pathlib import Path

import pytest

from localcluster.build import build_folder, build_missing, require_go
from localcluster.errors import LocalClusterError

BUILDS = """#!/bin/sh
if [ "$1" = env ]; then echo go1.26.0; exit; fi
while [ "$1" != -o ]; do shift; done
echo "$2" >> "$COUNT"
echo program > "$2"
"""
FAILS = BUILDS + 'echo "cannot find module" >&2; exit 1\n'


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are looked for in; the cache is empty."""
    folder = tmp_path / "path"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COUNT", str(tmp_path / "count"))
    return folder


def put_go(folder: Path, script: str) -> None:
    (folder / "go").write_text(script)
    (folder / "go").chmod(0o755)


def test_without_go_the_sentence_says_what_to_install(path: Path) -> None:
    with pytest.raises(LocalClusterError, match=r"^Go is missing: install Go 1\.26 or newer, or"):
        require_go()


@pytest.mark.parametrize(
    "said", ["echo go1.25.9", "echo go0.99", "echo nonsense", "exit 1"], ids=str
)
def test_a_go_that_is_too_old_or_broken_is_refused(said: str, path: Path) -> None:
    put_go(path, f"#!/bin/sh\n{said}\n")
    with pytest.raises(LocalClusterError, match=r"go is too old .*: install Go 1\.26 or newer"):
        require_go()


@pytest.mark.parametrize("version", ["go1.26.0", "go1.26rc1", "go1.30.2", "go2.0"])
def test_a_go_that_is_new_enough_is_taken(version: str, path: Path) -> None:
    put_go(path, f"#!/bin/sh\necho {version}\n")
    assert require_go() == str(path / "go")


def test_a_program_is_built_once_and_progress_is_shown(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_go(path, BUILDS)
    for _ in range(2):
        build_missing(["etcd", "kubectl"])
    assert len((tmp_path / "count").read_text().splitlines()) == 2
    assert (build_folder() / "etcd").read_text() == "program\n"
    said = capsys.readouterr().out
    assert "building 2 programs" in said
    assert "1/2 etcd" in said
    assert "2/2 kubectl" in said


def test_what_is_built_already_needs_no_go(path: Path) -> None:
    build_folder().mkdir(parents=True)
    (build_folder() / "etcd").touch()
    build_missing(["etcd"])


def test_a_build_that_fails_says_why_and_leaves_no_program(path: Path) -> None:
    put_go(path, FAILS)
    with pytest.raises(LocalClusterError, match="go build of etcd failed: cannot find module"):
        build_missing(["etcd"])
    assert not (build_folder() / "etcd").exists()
