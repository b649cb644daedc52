# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``.venv/bin/python -m localcluster up|env|down``, as somebody types it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localcluster.binaries import locate_binaries
from localcluster.ports import HOST
from tests.integration.localcluster.polling import eventually

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a verb in a cache folder of its own."""
    assets = str(locate_binaries()["kubectl"].parent)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "BONDSTONE_ASSETS": assets}

    def verb(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "localcluster", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    yield verb
    verb("down").communicate(timeout=120)


@pytest.fixture
def run(start: Start) -> Run:
    """Return a function that runs a verb to its end."""

    def verb(*arguments: str) -> subprocess.CompletedProcess[str]:
        process = start(*arguments)
        said, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, said, errors)

    return verb


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
    assert ended.stderr == (
        f"localcluster: port {port} of {HOST} is taken: stop what listens there, or choose another "
        "with --api-port\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", ""])
def test_a_port_that_cannot_be_is_a_usage_error(run: Run, port: str) -> None:
    ended = run("up", f"--api-port={port}")
    assert ended.returncode == 2
    assert f"argument --api-port: {port!r} is not a port from 1 to 65535" in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("flags", [(), ("--detach",)])
def test_whoever_is_interrupted_before_it_is_up_leaves_nothing(
    start: Start, tmp_path: Path, number: signal.Signals, flags: tuple[str, ...]
) -> None:
    starting = start("up", *flags)
    assert eventually(lambda: any("etcd" in each for each in processes_of(tmp_path)))
    starting.send_signal(number)
    _, errors = starting.communicate(timeout=60)
    assert starting.returncode == 130
    assert errors == "localcluster: interrupted, everything is stopped\n"
    assert processes_of(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_one_that_is_up_is_ended_in_order(
    run: Run, start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    up = start("up")
    assert eventually(lambda: run("env").returncode == 0)
    up.send_signal(number)
    said, _ = up.communicate(timeout=60)
    assert up.returncode == 0
    assert said.endswith("localcluster: stopped\n")
    assert processes_of(tmp_path) == []
    (kept,) = (tmp_path / "bondstone" / "runs").iterdir()
    assert [path.name for path in kept.iterdir()] == ["logs"]


def test_one_with_bondstone_says_where_everything_is_and_protects(run: Run, tmp_path: Path) -> None:
    up = run("up", "--with-bondstone", "--detach")
    assert up.returncode == 0, up.stderr
    told = dict(line.split(maxsplit=1) for line in up.stdout.splitlines())
    kubectl = (told["kubectl"], f"--kubeconfig={told['export'].removeprefix('KUBECONFIG=')}")
    pod = ("-n", "payments", "run", "plain", "--image=any.example/x:1")
    refused = subprocess.run([*kubectl, *pod], capture_output=True, text=True, check=False)
    assert 'TrustPolicy "payments"' in refused.stderr
    assert "any.example" in refused.stderr
    assert Path(told["reports"].partition(",")[0]).is_file()
    assert run("down").returncode == 0
    assert processes_of(tmp_path) == []


def test_of_two_at_once_one_is_refused(start: Start) -> None:
    both = [start("up", "--detach") for _ in range(2)]
    errors = {each.communicate(timeout=120)[1]: each.returncode for each in both}
    already = "one is running or starting already: .venv/bin/python -m localcluster down stops it"
    assert errors == {"": 0, f"localcluster: {already}\n": 2}
