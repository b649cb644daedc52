# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an image is built from: this tree, and what git says of it."""

import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from container.errors import ContainerError

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The tree that an image is made of.

    Attributes:
        version: Of the distribution.
        revision: Commit, with ``-modified`` where the tree differs from it; empty without git.
        epoch: Seconds since 1970 that stand for every instant in the image.
    """

    version: str
    revision: str
    epoch: int


def read_source(environment: Mapping[str, str], root: Path = ROOT) -> Source:
    """Return what this tree is.

    Its instant is SOURCE_DATE_EPOCH (reproducible-builds.org), else that of the last commit.

    Raises:
        ContainerError: SOURCE_DATE_EPOCH is no number, or it is not set and this is no git tree.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    revision = _git(root, "rev-parse", "HEAD")
    if revision and _git(root, "status", "--porcelain"):
        revision += "-modified"
    given = environment.get("SOURCE_DATE_EPOCH") or _git(root, "log", "-1", "--format=%ct")
    if not given.isdecimal() or not given.isascii():
        said = f"is {given!r}" if given else "is not set, and this is no git tree"
        raise ContainerError(
            f"SOURCE_DATE_EPOCH {said}: set it to the instant of this source, in seconds since 1970"
        )
    return Source(version=str(project["version"]), revision=revision, epoch=int(given))


def _git(root: Path, *arguments: str) -> str:
    """Return what git prints; nothing where there is no git or no git tree."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
