# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which engine builds: the named one, else podman, else a docker whose daemon answers."""

from pathlib import Path

import pytest

from container.engine import Engine, require_engine
from container.errors import ContainerError


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder that programs are looked for in; it is empty."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, name: str, *, code: int = 0) -> str:
    """Write a program that ends with a code."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho said; echo 'it is broken' >&2; exit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_podman_is_taken_before_docker(programs: Path) -> None:
    program(programs, "docker")
    path = program(programs, "podman")
    assert require_engine({}) == Engine(name="podman", path=path)


def test_docker_is_taken_where_its_daemon_answers(programs: Path) -> None:
    path = program(programs, "docker")
    assert require_engine({}) == Engine(name="docker", path=path)


def test_a_docker_without_daemon_is_none(programs: Path) -> None:
    program(programs, "docker", code=1)
    with pytest.raises(ContainerError) as refused:
        require_engine({})
    assert str(refused.value).startswith("podman is missing: install it, on Debian with: ")
    assert str(refused.value).endswith(" (a docker whose daemon answers does as well)")


def test_the_named_one_is_taken(programs: Path) -> None:
    program(programs, "podman")
    path = program(programs, "docker", code=1)
    assert require_engine({"CONTAINER_ENGINE": "docker"}) == Engine(name="docker", path=path)


@pytest.mark.parametrize("name", ["podman", "nerdctl"])
def test_a_named_one_that_is_not_here_or_not_known_is_refused(programs: Path, name: str) -> None:
    program(programs, "nerdctl")
    with pytest.raises(ContainerError, match=f"CONTAINER_ENGINE={name} .* use podman or docker"):
        require_engine({"CONTAINER_ENGINE": name})


def test_a_failing_verb_is_told_with_what_it_said(programs: Path) -> None:
    engine = Engine(name="podman", path=program(programs, "podman", code=3))
    with pytest.raises(ContainerError) as refused:
        engine.output("image", "inspect", "x")
    assert str(refused.value) == "podman image inspect failed: it is broken"
    assert not engine.has("x")


def test_what_stands_before_the_verb_is_the_store() -> None:
    engine = Engine(name="podman", path="/bin/podman", options=("--root=/x",))
    assert engine.command("build", ".") == ["/bin/podman", "--root=/x", "build", "."]
