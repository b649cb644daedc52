# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""No part of Keylime outlives whoever started it, and a start that fails says why."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from localcluster.errors import LocalClusterError
from localcluster.keylime.lab import KeylimeLab
from localcluster.keylime.settings import VerifierSettings
from tests.integration.localcluster.keylime import keylime_for_a_signal
from tests.integration.localcluster.polling import eventually, processes_naming

LEAST = 9
"""Guard, parent, manager and worker of two servers, and a TPM."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=str)
def test_nothing_outlives_a_parent_that_is_ended(number: signal.Signals) -> None:
    command = [sys.executable, "-m", keylime_for_a_signal.__name__]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        try:
            assert parent.stdout
            folder = Path(parent.stdout.readline().strip())
            assert folder.is_absolute()
            assert len(processes_naming(folder)) >= LEAST
            parent.send_signal(number)
            parent.communicate()
        finally:
            parent.kill()  # after a failed assertion nobody else would end it
    assert eventually(lambda: processes_naming(folder) == [])
    assert (folder / "logs" / "keylime-verifier.log").is_file()


def test_a_server_that_cannot_start_is_named_with_its_last_lines(tmp_path: Path) -> None:
    lab = KeylimeLab(tmp_path, VerifierSettings())
    (tmp_path / "tls" / "server.key").write_text("no key")
    with pytest.raises(LocalClusterError, match=r"(?s)Keylime's verifier ended.*SSL") as said:
        lab.start()
    assert "keylime-verifier.log" in str(said.value)
    lab.stop()
    assert eventually(lambda: processes_naming(tmp_path) == [])
