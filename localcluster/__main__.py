# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``.venv/bin/python -m localcluster up|env|down|keylime|tools``: a control plane for hands."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from localcluster.arguments import parser
from localcluster.binaries import locate_binaries, places
from localcluster.errors import LocalClusterError
from localcluster.hands import COMMAND, held, holder, kubeconfig, state_folder
from localcluster.keylime.hands import keylime_for_hands
from localcluster.keylime.installed import require_keylime
from localcluster.packages import require_skopeo
from localcluster.signals import ended_as_interrupted
from localcluster.terminal import run
from localcluster.variants import bare, with_bondstone
from localcluster.waiting import wait_for

_INTERRUPTED = 130
"""128 + SIGINT, as shells say it."""


def main() -> int:
    """Run one verb; 2 when it cannot be done, with a sentence that says what to do."""
    arguments = parser().parse_args()
    verbs = {"up": _up, "env": _env, "down": _down, "keylime": _keylime, "tools": _tools}
    try:
        with ended_as_interrupted():
            return verbs[arguments.verb](arguments)
    except LocalClusterError as exc:
        print(f"localcluster: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("localcluster: interrupted, everything is stopped", file=sys.stderr)
        return _INTERRUPTED


def _tools(arguments: argparse.Namespace) -> int:
    del arguments
    binaries = locate_binaries()
    require_skopeo()
    keylime = require_keylime().parents[1]
    for place in places(binaries):
        print(f"== programs in {place}")
    print(f"== Keylime in {keylime}")
    return 0


def _keylime(arguments: argparse.Namespace) -> int:
    keylime_for_hands(arguments.machines)
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
