# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``.venv/bin/python -m localcluster up|env|down|tools``: a control plane for hands."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from localcluster.binaries import locate_binaries, places
from localcluster.errors import LocalClusterError
from localcluster.hands import COMMAND, held, holder, kubeconfig, state_folder
from localcluster.packages import require_skopeo
from localcluster.signals import ended_as_interrupted
from localcluster.terminal import run
from localcluster.variants import bare, with_bondstone
from localcluster.waiting import wait_for

_INTERRUPTED = 130
"""128 + SIGINT, as shells say it."""


def main() -> int:
    """Run one verb; 2 when it cannot be done, with a sentence that says what to do."""
    arguments = _parser().parse_args()
    verbs = {"up": _up, "env": _env, "down": _down, "tools": _tools}
    try:
        with ended_as_interrupted():
            return verbs[arguments.verb](arguments)
    except LocalClusterError as exc:
        print(f"localcluster: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("localcluster: interrupted, everything is stopped", file=sys.stderr)
        return _INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description="A throw-away Kubernetes control plane on this machine, with two Nodes that "
        "no kubelet stands behind. Programs are taken from BONDSTONE_ASSETS or KUBEBUILDER_ASSETS "
        "where those name a folder with them, and built once into the cache folder otherwise.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="up|env|down|tools")
    up = verbs.add_parser("up", help="start it; Ctrl-C stops it")
    up.add_argument(
        "--api-port", type=_port, help="port of the API server, 1 to 65535 (any free one)"
    )
    up.add_argument("--detach", action="store_true", help="leave it running and return")
    up.add_argument(
        "--with-bondstone", action="store_true", help="with Bondstone, a registry and four Nodes"
    )
    up.add_argument("--lock", type=int, help=argparse.SUPPRESS)
    verbs.add_parser("env", help="print the shell line that points kubectl at it")
    verbs.add_parser("down", help="stop the one that was started with --detach")
    verbs.add_parser("tools", help="find or build the programs, and do no more")
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _tools(arguments: argparse.Namespace) -> int:
    del arguments
    binaries = locate_binaries()
    require_skopeo()
    for place in places(binaries):
        print(f"== programs in {place}")
    return 0


def _up(arguments: argparse.Namespace) -> int:
    with held(arguments.lock) as lock:
        if arguments.detach:
            return _detach(arguments, lock)
        start = with_bondstone if arguments.with_bondstone else bare
        with start(api_port=arguments.api_port or 0) as cluster:
            print(f"API server  {cluster.url}\nlogs        {cluster.folder / 'logs'}")
            print(f"export KUBECONFIG={kubeconfig()}", flush=True)
            try:
                kubeconfig().symlink_to(cluster.kubeconfig)
                signal.pause()
            except KeyboardInterrupt:
                pass  # the way to end one that is up
            finally:
                kubeconfig().unlink(missing_ok=True)
    print("localcluster: stopped")
    return 0


def _detach(arguments: argparse.Namespace, lock: int) -> int:
    """Start ourselves in a session of our own with our lock, and wait until it is up."""
    log = state_folder() / "log"
    command = [sys.executable, "-m", "localcluster", "up", f"--lock={lock}"]
    command += [f"--api-port={arguments.api_port}"] if arguments.api_port else []
    command += ["--with-bondstone"] if arguments.with_bondstone else []
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=[lock],
        )
    try:
        while not kubeconfig().exists():
            if child.poll() is not None:
                said = log.read_text().strip()
                print(said or f"localcluster: it did not start, see {log}", file=sys.stderr)
                return child.returncode if child.returncode > 0 else 2
            time.sleep(0.1)
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
        raise
    print(log.read_text().strip())
    return 0


def _env(arguments: argparse.Namespace) -> int:
    del arguments
    if holder() is None or not kubeconfig().exists():
        raise LocalClusterError(f"none is running: {COMMAND} up --detach starts one")
    print(f"export KUBECONFIG={kubeconfig()}")
    return 0


def _down(arguments: argparse.Namespace) -> int:
    del arguments
    pid = holder()
    if pid is None:
        print("localcluster: none is running")
        return 0
    os.kill(pid, signal.SIGTERM)
    process = Path(f"/proc/{pid}")
    wait_for(lambda: not process.exists(), seconds=60, what=f"process {pid} stops")
    print("localcluster: stopped")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
