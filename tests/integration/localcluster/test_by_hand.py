# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m localcluster up|env|down``, as somebody types it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localcluster.binaries import locate_binaries
from localcluster.ports import HOST

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Return a function that runs a verb in a cache folder of its own."""
    assets = str(locate_binaries()["kubectl"].parent)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "BONDSTONE_ASSETS": assets}

    def verb(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "localcluster", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    yield verb
    verb("down")


def processes_of(folder: Path) -> list[str]:
    """Return command lines of running processes that name the folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes()
        except OSError:
            continue
        if str(folder).encode() in command:
            found.append(command.decode(errors="replace"))
    return found


def test_up_env_and_down_do_what_they_say(run: Run, tmp_path: Path) -> None:
    assert run("up", "--detach").returncode == 0
    line = run("env").stdout.strip()
    kubeconfig = line.removeprefix("export KUBECONFIG=")
    kubectl = str(locate_binaries()["kubectl"])
    nodes = subprocess.run(
        [kubectl, f"--kubeconfig={kubeconfig}", "get", "nodes", "-o=name"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert nodes.stdout.split() == ["node/node-1", "node/node-2"]
    second = run("up")
    assert second.returncode == 2
    assert "down stops it" in second.stderr
    assert run("down").stdout == "localcluster: stopped\n"
    assert processes_of(tmp_path) == []
    assert run("env").returncode == 2
    assert run("down").stdout == "localcluster: none is running\n"


@pytest.mark.parametrize("flags", [(), ("--detach",)])
def test_a_port_that_is_taken_is_named(run: Run, flags: tuple[str, ...]) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port = taken.getsockname()[1]
        ended = run("up", f"--api-port={port}", *flags)
    assert ended.returncode == 2
    assert f"port {port} of {HOST} is taken" in ended.stderr
