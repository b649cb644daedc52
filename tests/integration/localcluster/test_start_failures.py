# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A start that fails says which program, why and where, and leaves nothing behind."""

import shlex
import socket
from pathlib import Path

import pytest

from localcluster.binaries import locate_binaries
from localcluster.cluster import running
from localcluster.errors import LocalClusterError
from tests.integration.localcluster.polling import eventually, processes_naming

DIES = '#!/bin/sh\nfor n in $(seq 30); do echo "line $n"; done\nexit 3\n'


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A named folder with the real programs, for a test to spoil one of them."""
    folder = tmp_path / "assets"
    folder.mkdir()
    for name, path in locate_binaries().paths.items():
        (folder / name).symlink_to(path)
    monkeypatch.setenv("BONDSTONE_ASSETS", str(folder))
    return folder


def replace_by(script: str, path: Path) -> None:
    path.unlink()
    path.write_text(script)
    path.chmod(0o755)


@pytest.mark.parametrize("name", ["etcd", "kube-apiserver", "kube-controller-manager"])
def test_the_program_that_ended_is_named_with_its_last_lines(
    name: str, assets: Path, tmp_path: Path
) -> None:
    replace_by(DIES, assets / name)
    run = tmp_path / "run"
    with pytest.raises(LocalClusterError) as failure, running(folder=run):
        pytest.fail("it must not start")
    text = str(failure.value)
    assert text.startswith(f"{name} ended with 3; last lines of {run}/logs/{name}.log:\n")
    assert [line.strip() for line in text.splitlines()[1:]] == [f"line {n}" for n in range(16, 31)]
    assert eventually(lambda: processes_naming(run) == [])


def test_a_second_scheduler_that_cannot_start_is_no_start(assets: Path, tmp_path: Path) -> None:
    real = shlex.quote(str((assets / "kube-scheduler").readlink()))
    script = f'#!/bin/sh\ncase "$*" in *bondstone-scheduler*) exit 4;; esac\nexec {real} "$@"\n'
    replace_by(script, assets / "kube-scheduler")
    run = tmp_path / "run"
    with (
        pytest.raises(LocalClusterError, match="bondstone-scheduler ended with 4"),
        running(folder=run),
    ):
        pytest.fail("it must not start")
    assert eventually(lambda: processes_naming(run) == [])


def test_a_program_that_is_no_program_is_named(assets: Path, tmp_path: Path) -> None:
    replace_by("\x7fELF but not really", assets / "etcd")
    with (
        pytest.raises(LocalClusterError, match=r"etcd: cannot run .*/etcd"),
        running(folder=tmp_path / "run"),
    ):
        pytest.fail("it must not start")


def test_a_port_that_is_taken_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        sentence = f"port {port} of 127.0.0.1 is taken: stop what listens there, or choose another"
        with (
            pytest.raises(LocalClusterError, match=sentence),
            running(api_port=port, folder=tmp_path / "run"),
        ):
            pytest.fail("it must not start")
    assert not (tmp_path / "run").exists()
