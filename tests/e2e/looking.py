# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone preflight`` and ``bondstone status``, run as an operator runs them."""

import json
import subprocess
import sys
from typing import Any

from localcluster.ports import HOST
from localcluster.world import World

Lines = dict[str, dict[str, str]]


def look(world: World, command: str, *options: str) -> tuple[int, Lines]:
    """Return the exit code, and the lines by ``check subject``."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "cli",
            command,
            f"--kubeconfig={world.cluster.kubeconfig}",
            "--output=json",
            *options,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    assert document["exitCode"] == done.returncode
    lines = {f"{line['check']} {line['subject']}": line for line in document["lines"]}
    return done.returncode, lines


def status(world: World, *options: str) -> tuple[int, Lines]:
    """Ask for the status of an installation whose webhook is called by URL."""
    called = f"--webhook-url=https://{HOST}:{world.cluster.ports.webhook}"
    return look(world, "status", called, *options)


def standings(lines: Lines, check: str) -> dict[str, str]:
    """Return how the subjects of one check stand."""
    return {line["subject"]: line["standing"] for line in lines.values() if line["check"] == check}
