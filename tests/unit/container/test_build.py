# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the engine is asked for, and what is told when it fails."""

import os
from pathlib import Path

import pytest

from container.build import BASE_IMAGE, Image, Recipe, build_image
from container.engine import Engine
from container.errors import ContainerError
from container.source import ROOT, Source

SOURCE = Source(version="1.2.3", revision="abc", epoch=1_700_000_000)
ENGINE = """#!/bin/sh
printf '%s\\n' "$@" >> '{asked}'
case "$1" in
build) exit {code};;
image) test "$3" = --format || exit 1; echo sha256:1234 5000000 {digest};;
esac
"""


def engine_at(folder: Path, name: str, *, code: int = 0, digest: str = "") -> Engine:
    """Return an engine that notes what it is asked."""
    path = folder / name
    path.write_text(ENGINE.format(asked=folder / "asked", code=code, digest=digest))
    path.chmod(0o755)
    return Engine(name=name, path=str(path))


def asked(folder: Path) -> list[str]:
    """Return the arguments of every call, without those whose path is another each time."""
    lines = (folder / "asked").read_text().splitlines()
    return [line for line in lines if not line.startswith("--secret=")]


def test_podman_is_told_which_instant_stands_for_every_other(tmp_path: Path) -> None:
    engine = engine_at(tmp_path, "podman", digest="sha256:5678")
    recipe = Recipe(base="base:1", tag="bondstone:1", fresh=True, target="builder")
    image = build_image(engine, recipe, SOURCE, {"PATH": os.environ["PATH"]})
    assert image == Image(id="1234", digest="sha256:5678", size=5_000_000)
    assert asked(tmp_path)[:13] == [
        "build",
        "--network=host",
        "--tag=bondstone:1",
        "--no-cache",
        "--target=builder",
        "--timestamp=1700000000",
        "--build-arg=BASE_IMAGE=base:1",
        "--build-arg=SOURCE_DATE_EPOCH=1700000000",
        "--build-arg=VERSION=1.2.3",
        "--build-arg=REVISION=abc",
        "--build-arg=CREATED=2023-11-14T22:13:20Z",
        str(ROOT),
        "image",
    ]


def test_docker_knows_no_such_option_and_keeps_no_digest(tmp_path: Path) -> None:
    engine = engine_at(tmp_path, "docker")
    recipe = Recipe(base="base:1", tag="bondstone:1")
    image = build_image(engine, recipe, SOURCE, {"PATH": os.environ["PATH"]})
    assert image == Image(id="1234", digest="", size=5_000_000)
    assert [line for line in asked(tmp_path) if line.startswith(("--timestamp", "--no"))] == []


def test_a_credential_is_in_no_argument(tmp_path: Path) -> None:
    url = "https://somebody:secret@index.example/simple"
    environment = {"PATH": os.environ["PATH"], "PIP_INDEX_URL": url}
    build_image(engine_at(tmp_path, "docker"), Recipe(base="b", tag="t"), SOURCE, environment)
    assert "secret@" not in (tmp_path / "asked").read_text()
    assert "--secret=id=pip.conf,src=" in (tmp_path / "asked").read_text()


def test_a_base_that_is_not_here_is_told_with_the_way_out(tmp_path: Path) -> None:
    recipe = Recipe(base="base:1", tag="bondstone:1")
    with pytest.raises(ContainerError) as refused:
        build_image(
            engine_at(tmp_path, "docker", code=1), recipe, SOURCE, {"PATH": os.environ["PATH"]}
        )
    assert "the base image base:1 is not here" in str(refused.value)
    assert str(refused.value).endswith("make image BASE_IMAGE=debootstrap")


def test_the_dockerfile_names_the_same_base() -> None:
    assert f"\nARG BASE_IMAGE={BASE_IMAGE}\n" in (ROOT / "Dockerfile").read_text()
