# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an image is made of has a version, a commit and one instant."""

import subprocess
from pathlib import Path

import pytest

from container.errors import ContainerError
from container.source import Source, read_source


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder that is no git tree."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    return tmp_path


def git(tree: Path, *arguments: str) -> str:
    """Run git as somebody at a known instant."""
    who = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com"]
    done = subprocess.run(
        ["git", *who, *arguments],
        cwd=tree,
        env={"GIT_COMMITTER_DATE": "@1700000000 +0000", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_its_instant_and_commit_are_those_of_git(tree: Path) -> None:
    git(tree, "init", "--quiet")
    git(tree, "add", ".")
    git(tree, "commit", "--quiet", "--message", "one")
    head = git(tree, "rev-parse", "HEAD")
    assert read_source({}, tree) == Source(version="1.2.3", revision=head, epoch=1_700_000_000)
    (tree / "new").touch()
    assert read_source({}, tree).revision == f"{head}-modified"


def test_a_given_instant_wins(tree: Path) -> None:
    said = read_source({"SOURCE_DATE_EPOCH": "12"}, tree)
    assert said == Source(version="1.2.3", revision="", epoch=12)


@pytest.mark.parametrize(
    ("given", "told"),
    [({}, "is not set, and this is no git tree"), ({"SOURCE_DATE_EPOCH": "now"}, "is 'now'")],
)
def test_without_an_instant_nothing_is_built(tree: Path, given: dict[str, str], told: str) -> None:
    with pytest.raises(ContainerError, match=f"SOURCE_DATE_EPOCH {told}: set it"):
        read_source(given, tree)
