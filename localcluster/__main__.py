# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m localcluster up|env|down|tools``: a control plane for hands."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from localcluster.binaries import locate_binaries
from localcluster.cluster import running
from localcluster.errors import LocalClusterError
from localcluster.folders import cache_folder
from localcluster.packages import require_skopeo
from localcluster.waiting import wait_for

_NODES = 2


def main() -> int:
    """Run one verb; 2 when it cannot be done, with a sentence that says what to do."""
    arguments = _parser().parse_args()
    try:
        verbs = {"up": _up, "env": _env, "down": _down, "tools": _tools}
        verbs[arguments.verb](arguments)
    except LocalClusterError as exc:
        print(f"localcluster: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("localcluster: stopped")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m localcluster",
        description="A throw-away Kubernetes control plane on this machine, with two Nodes that "
        "no kubelet stands behind. Programs are taken from BONDSTONE_ASSETS or KUBEBUILDER_ASSETS "
        "where those name a folder with them, and built once into the cache folder otherwise.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="up|env|down|tools")
    up = verbs.add_parser("up", help="start it; Ctrl-C stops it")
    up.add_argument("--api-port", type=int, default=0, help="port of the API server (any free one)")
    up.add_argument("--detach", action="store_true", help="leave it running and return")
    verbs.add_parser("env", help="print the shell line that points kubectl at it")
    verbs.add_parser("down", help="stop the one that was started with --detach")
    verbs.add_parser("tools", help="find or build the programs, and do no more")
    return parser


def _tools(arguments: argparse.Namespace) -> None:
    del arguments
    binaries = locate_binaries()
    require_skopeo()
    print(f"== programs are in {binaries['kube-apiserver'].parent}")


def _up(arguments: argparse.Namespace) -> None:
    if _running_pid() is not None:
        raise LocalClusterError("one is running already: python -m localcluster down stops it")
    if arguments.detach:
        _detach(arguments.api_port)
        return
    state = _state()
    with running(api_port=arguments.api_port) as cluster:
        for number in range(1, _NODES + 1):
            cluster.nodes.add(f"node-{number}")
        state.mkdir(parents=True, exist_ok=True)
        (state / "kubeconfig").unlink(missing_ok=True)
        (state / "kubeconfig").symlink_to(cluster.kubeconfig)
        (state / "pid").write_text(str(os.getpid()))
        print(f"API server  {cluster.url}\nlogs        {cluster.folder / 'logs'}")
        print(f"export KUBECONFIG={state / 'kubeconfig'}", flush=True)
        try:
            signal.pause()
        finally:
            for name in ("pid", "kubeconfig"):
                (state / name).unlink(missing_ok=True)


def _detach(api_port: int) -> None:
    """Start ourselves in a session of our own, and wait until it is up."""
    state = _state()
    state.mkdir(parents=True, exist_ok=True)
    log = state / "log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "localcluster", "up", f"--api-port={api_port}"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    while _running_pid() is None:
        if child.poll() is not None:
            raise LocalClusterError(log.read_text().strip() or f"it did not start, see {log}")
        time.sleep(0.1)
    print(log.read_text().strip())


def _env(arguments: argparse.Namespace) -> None:
    del arguments
    if _running_pid() is None:
        raise LocalClusterError("none is running: python -m localcluster up --detach starts one")
    print(f"export KUBECONFIG={_state() / 'kubeconfig'}")


def _down(arguments: argparse.Namespace) -> None:
    del arguments
    pid = _running_pid()
    if pid is None:
        print("localcluster: none is running")
        return
    os.kill(pid, signal.SIGTERM)
    process = Path(f"/proc/{pid}")
    wait_for(lambda: not process.exists(), seconds=60, what=f"process {pid} stops")
    print("localcluster: stopped")


def _running_pid() -> int | None:
    """Return the process that runs a cluster for hands, if it is one of ours and alive."""
    try:
        pid = int((_state() / "pid").read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if b"localcluster" in command else None


def _state() -> Path:
    return cache_folder() / "local"


if __name__ == "__main__":
    sys.exit(main())
