# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing outlives whoever started it, however it ends; and a start is complete."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.localcluster import cluster_for_a_signal
from tests.integration.localcluster.polling import eventually, processes_naming

PROGRAMS = 5


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
