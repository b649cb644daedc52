# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone check``: what of folders and standard input is read, and that nothing is skipped."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from check.errors import CheckError
from check.folders import manifests_in
from cli.main import bondstone
from tests.unit.cli.workshop import Workshop, pod


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.write("in/a.yaml", pod("bad"))
    return workshop


def check(*arguments: str) -> Result:
    return CliRunner().invoke(bondstone, ["check", *arguments], input=pod("bad"))


def names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in manifests_in(folder)]


def test_extensions_in_capitals_count(tmp_path: Path) -> None:
    for name in ("a.YAML", "b.Yml", "c.JSON", "d.txt", "kustomization.yml"):
        (tmp_path / name).touch()
    assert names(tmp_path) == ["a.YAML", "b.Yml", "c.JSON"]


def test_links_to_folders_are_followed_once(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "a.yaml").touch()
    (outside / "round").symlink_to(inside)
    (inside / "linked").symlink_to(outside)
    (inside / "linked-again").symlink_to(outside)
    (inside / "b.yaml").symlink_to(outside / "a.yaml")
    assert names(inside) == ["b.yaml"]
    (inside / "b.yaml").unlink()
    assert names(inside) == ["linked/a.yaml"]


def test_a_mounted_configmap_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "..2026").mkdir()
    (tmp_path / "..2026" / "a.yaml").touch()
    (tmp_path / "..data").symlink_to("..2026")
    (tmp_path / "a.yaml").symlink_to("..data/a.yaml")
    assert names(tmp_path) == ["a.yaml"]


UNREADABLE: dict[str, Callable[[Path], None]] = {
    "x.yaml is a link that leads nowhere": lambda at: (at / "x.yaml").symlink_to("absent"),
    "more is a link that leads nowhere": lambda at: (at / "more").symlink_to("absent"),
    "round is a link that leads nowhere": lambda at: (at / "round").symlink_to("round"),
    "x.JSON is no regular file": lambda at: os.mkfifo(at / "x.JSON"),
}


@pytest.mark.parametrize("why", UNREADABLE)
@pytest.mark.parametrize("option", ["-f", "--policy"])
def test_what_cannot_be_read_is_told(workshop: Workshop, option: str, why: str) -> None:
    workshop.write("policies/policy.yaml", (workshop.folder / "policy.yaml").read_text())
    folders = {"-f": workshop.folder / "in", "--policy": workshop.folder / "policies"}
    UNREADABLE[why](folders[option])
    result = check(*(f"{name}={each}" for name, each in folders.items() if name != "-f"),
                   "-f", str(folders["-f"]), workshop.layout("bad"))  # fmt: skip
    assert isinstance(result.exception, CheckError)
    assert f"{folders[option]}/{why}" in str(result.exception)


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A name longer than the system takes stands in for a right that root always has."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o000)
    if os.access(folder, os.R_OK):  # root
        folder = tmp_path / ("x" * 300)
    with pytest.raises(CheckError, match="cannot be read"):
        manifests_in(folder)


@pytest.mark.parametrize(
    "text", [None, "# nothing\n---\n", "apiVersion: v1\nkind: List\nitems: []"]
)
def test_no_policy_admits_nothing(workshop: Workshop, text: str | None) -> None:
    (workshop.folder / "none").mkdir()
    if text is not None:
        workshop.write("none/policy.yaml", text)
    result = workshop.check(pod("bad"), policy="none")
    assert isinstance(result.exception, CheckError)
    assert "there is no TrustPolicy in what --policy names" in str(result.exception)


@pytest.mark.parametrize("twice", [["-f", "-", "--policy=-"], ["-f", "-", "-f", "-"]])
def test_standard_input_is_named_once(workshop: Workshop, twice: list[str]) -> None:
    result = check(*twice, f"--policy={workshop.folder / 'policy.yaml'}")
    assert result.exit_code == 2
    assert "more than once" in result.output
