# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A base that is there is taken; another one is made as root alone, which is said."""

from pathlib import Path

import pytest

from container.debian_base import require_archive, require_base
from container.engine import Engine
from container.errors import ContainerError


def test_a_base_in_the_store_is_taken_as_it_is(tmp_path: Path) -> None:
    program = tmp_path / "podman"
    program.write_text("#!/bin/sh\ntest \"$1 $2\" = 'image inspect'\n")
    program.chmod(0o755)
    name = require_base(Engine(name="podman", path=str(program)))
    assert name.startswith("localhost/bondstone-base:bookworm-")


def test_nobody_else_can_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ContainerError, match="as root only"):
        require_archive(user=1000)


def test_without_a_home_it_is_said_where_it_could_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", _homeless)
    with pytest.raises(ContainerError, match="you have no home folder"):
        require_archive()


def _homeless() -> Path:
    raise RuntimeError("no home")
