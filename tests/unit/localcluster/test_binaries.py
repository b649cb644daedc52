# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Programs are taken from a folder that somebody names, where they are there."""

from pathlib import Path

import pytest

from localcluster.binaries import locate_binaries, places
from localcluster.build import BUILT, build_folder
from localcluster.errors import LocalClusterError


def folder_of_programs(folder: Path, *, mode: int = 0o755) -> Path:
    folder.mkdir()
    for name in BUILT:
        (folder / name).touch(mode=mode)
    return folder


@pytest.mark.parametrize("variable", ["BONDSTONE_ASSETS", "KUBEBUILDER_ASSETS"])
def test_every_program_is_taken_from_a_named_folder(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BONDSTONE_ASSETS", raising=False)
    monkeypatch.setenv(variable, str(folder_of_programs(tmp_path / "assets")))
    assert locate_binaries().paths == {name: tmp_path / "assets" / name for name in BUILT}


def test_our_own_folder_comes_before_the_other_project_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONDSTONE_ASSETS", str(folder_of_programs(tmp_path / "ours")))
    monkeypatch.setenv("KUBEBUILDER_ASSETS", str(folder_of_programs(tmp_path / "theirs")))
    (tmp_path / "ours" / "etcd").unlink()
    found = locate_binaries()
    assert found["kubectl"] == tmp_path / "ours" / "kubectl"
    assert found["etcd"] == tmp_path / "theirs" / "etcd"


def test_a_named_folder_that_is_none_is_an_error_that_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONDSTONE_ASSETS", str(tmp_path / "absent"))
    with pytest.raises(LocalClusterError, match=r"BONDSTONE_ASSETS names .*absent.*unset it"):
        locate_binaries()


def test_a_program_that_cannot_be_executed_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of_programs(tmp_path / "assets")
    (folder / "etcd").chmod(0o644)
    monkeypatch.setenv("BONDSTONE_ASSETS", str(folder))
    with pytest.raises(LocalClusterError, match=r"assets/etcd cannot be executed.*chmod \+x"):
        locate_binaries()


def test_what_a_named_folder_lacks_is_told_with_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    build_folder().parent.mkdir()
    built = folder_of_programs(build_folder())
    ours = folder_of_programs(tmp_path / "ours")
    (ours / "etcd").unlink()
    (ours / "registry").unlink()
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("BONDSTONE_ASSETS", str(ours))
    monkeypatch.setenv("KUBEBUILDER_ASSETS", str(tmp_path / "empty"))
    found = locate_binaries()
    assert capsys.readouterr().out.splitlines() == [
        f"== BONDSTONE_ASSETS names {ours}, which has no etcd, registry",
        f"== KUBEBUILDER_ASSETS names {tmp_path / 'empty'}, which has no etcd, registry",
        f"== what is missing is taken from {built}, built once",
    ]
    assert places(found) == [
        f"{ours}: htpasswd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl",
        f"{built}: etcd, registry",
    ]


def test_with_all_programs_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BONDSTONE_ASSETS", str(folder_of_programs(tmp_path / "ours")))
    monkeypatch.setenv("KUBEBUILDER_ASSETS", str(tmp_path))
    locate_binaries()
    assert capsys.readouterr().out == ""
