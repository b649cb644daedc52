# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A program is found, or installed where we may, or the command that installs it is printed."""

import re
import shutil
from pathlib import Path

import pytest

from localcluster.errors import LocalClusterError
from localcluster.packages import command, require_programs, require_skopeo

ROOT, SOMEBODY = 0, 1000
SUDO = "sudo apt-get update && sudo apt-get install --yes skopeo"
PLAIN = "apt-get update && apt-get install --yes skopeo"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder that programs are looked for in; it is empty."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("DEBIAN_FRONTEND", raising=False)
    return folder


def program(folder: Path, name: str, *lines: str) -> Path:
    """Write a script that notes its arguments, and then does as it is told."""
    path = folder / name
    note = f"echo \"$@ $DEBIAN_FRONTEND\" >> '{folder / 'asked'}'"
    path.write_text("\n".join(["#!/bin/sh", note, *lines, ""]))
    path.chmod(0o755)
    return path


def asked(folder: Path) -> list[str]:
    """Return what apt-get was asked, one line a call."""
    notes = folder / "asked"
    return notes.read_text().splitlines() if notes.exists() else []


@pytest.mark.parametrize("user", [ROOT, SOMEBODY])
def test_what_is_there_is_taken_and_nothing_is_installed(programs: Path, user: int) -> None:
    program(programs, "apt-get")
    there = program(programs, "skopeo")
    assert require_skopeo(user=user) == str(there)
    assert asked(programs) == []


def test_every_command_that_needs_sudo_has_it(programs: Path) -> None:
    program(programs, "apt-get")
    with pytest.raises(LocalClusterError) as refused:
        require_skopeo(user=SOMEBODY)
    text = f"skopeo is missing: install it, on Debian with: {SUDO}"
    assert str(refused.value) == text
    assert asked(programs) == []


def test_root_is_not_told_to_use_sudo(programs: Path) -> None:
    with pytest.raises(LocalClusterError, match=f"with: {PLAIN}$"):
        require_skopeo(user=ROOT)
    assert command(root=True) == PLAIN


def test_root_installs_it(programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = shutil.which("cp", path="/usr/bin:/bin")
    skopeo = program(programs, "skopeo.package")
    program(programs, "apt-get", f'[ "$1" = update ] || {copy} {skopeo} {programs}/skopeo')
    assert require_skopeo(user=ROOT) == str(programs / "skopeo")
    assert asked(programs) == ["update noninteractive", "install --yes skopeo noninteractive"]
    assert f"installing it: {PLAIN}" in capsys.readouterr().out


def test_a_step_that_fails_ends_it_and_says_what_apt_get_said(programs: Path) -> None:
    program(programs, "apt-get", "echo no network >&2", "exit 100")
    text = re.escape(f"apt-get update failed: no network; once that is mended: {PLAIN}")
    with pytest.raises(LocalClusterError, match=f"^{text}$"):
        require_skopeo(user=ROOT)
    assert asked(programs) == ["update noninteractive"]


def test_a_package_that_brings_no_program_is_an_error(programs: Path) -> None:
    program(programs, "apt-get")
    with pytest.raises(LocalClusterError, match=f"still missing after: {PLAIN}$"):
        require_skopeo(user=ROOT)
    assert asked(programs) == ["update noninteractive", "install --yes skopeo noninteractive"]


def test_several_are_installed_by_one_command(
    programs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(programs, "skopeo")
    copy = shutil.which("cp", path="/usr/bin:/bin")
    package = program(programs, "package")
    lines = [f"{copy} {package} {programs}/{name}" for name in ("swtpm", "tpm2")]
    program(programs, "apt-get", '[ "$1" = update ] && exit 0', *lines)
    found = require_programs(["swtpm", "skopeo", "tpm2"], user=ROOT)
    assert found == {name: str(programs / name) for name in ("swtpm", "skopeo", "tpm2")}
    assert asked(programs)[1] == "install --yes swtpm tpm2-tools noninteractive"
    assert "== swtpm and tpm2 are missing, installing them: " in capsys.readouterr().out


def test_several_that_somebody_may_not_install_are_named_with_one_command(programs: Path) -> None:
    program(programs, "apt-get")
    with pytest.raises(LocalClusterError) as refused:
        require_programs(["swtpm", "tpm2"], user=SOMEBODY)
    assert str(refused.value) == (
        "swtpm and tpm2 are missing: install them, on Debian with: "
        "sudo apt-get update && sudo apt-get install --yes swtpm tpm2-tools"
    )


def test_the_one_that_is_still_missing_is_named(programs: Path) -> None:
    copy = shutil.which("cp", path="/usr/bin:/bin")
    package = program(programs, "package")
    program(programs, "apt-get", f"{copy} {package} {programs}/swtpm")
    with pytest.raises(LocalClusterError, match=r"^tpm2 is still missing after: "):
        require_programs(["swtpm", "tpm2"], user=ROOT)
