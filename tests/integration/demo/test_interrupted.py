# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C in the demo: the whole world ends, with one sentence."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from tests.integration.localcluster.polling import eventually, processes_naming

_LOGS = re.compile(r"^== running; logs are in (\S+)/logs ", re.MULTILINE)


def test_ctrl_c_ends_the_whole_world_with_a_sentence() -> None:
    # A terminal sends it to its whole foreground group: to kubectl too, if it runs just then.
    with subprocess.Popen(
        [sys.executable, "-m", "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as demo:
        try:
            assert demo.stdout
            lines = ""
            while not (found := _LOGS.search(lines)):
                line = demo.stdout.readline()
                assert line, demo.communicate()
                lines += line
            folder = Path(found[1])
            assert len(processes_naming(folder)) >= 10
            os.killpg(demo.pid, signal.SIGINT)
            _, errors = demo.communicate(timeout=120)
        finally:
            demo.kill()  # after a failed assertion nobody else would end it
    assert errors == "demo: interrupted, everything is stopped\n"
    assert demo.returncode == 130
    assert eventually(lambda: processes_naming(folder) == [])
