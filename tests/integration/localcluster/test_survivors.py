# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing outlives whoever started it, however it ends; and a start is complete."""

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.integration.localcluster import cluster_for_a_signal, world_for_a_signal
from tests.integration.localcluster.polling import commands_naming, eventually, processes_naming

PROGRAMS = 5
WORLD = {"registry": 1, "hub": 1, "webhook": 2, "extender": 2}
"""Processes beside the control plane's programs; gunicorn is a master and a worker."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=str)
def test_nothing_outlives_a_parent_that_is_ended(number: signal.Signals) -> None:
    command = [sys.executable, "-m", cluster_for_a_signal.__name__]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        try:
            assert parent.stdout
            folder = Path(parent.stdout.readline().strip())
            assert parent.stdout.readline() == "pod/first created\n"
            assert len(processes_naming(folder)) == PROGRAMS
            parent.send_signal(number)
            parent.communicate()
        finally:
            parent.kill()  # after a failed assertion nobody else would end it
    assert eventually(lambda: processes_naming(folder) == [])
    assert (folder / "logs" / "etcd.log").is_file()


def kinds(folder: Path) -> Counter[str]:
    """Count the running processes of a world by what they are."""
    lines = commands_naming(folder).values()
    names = [line[3] if line[1:3] == ["-m", "cli"] else Path(line[0]).name for line in lines]
    return Counter(names)


def test_no_part_of_a_world_outlives_a_parent_that_is_killed() -> None:
    command = [sys.executable, "-m", world_for_a_signal.__name__]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        try:
            assert parent.stdout
            folder = Path(parent.stdout.readline().strip())
            assert folder.is_absolute()
            running = kinds(folder)
            assert {kind: running[kind] for kind in WORLD} == WORLD
            assert running.total() == PROGRAMS + sum(WORLD.values())
        finally:
            parent.kill()
    eventually(lambda: not kinds(folder))
    assert kinds(folder) == Counter()
