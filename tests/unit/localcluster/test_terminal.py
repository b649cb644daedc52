# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Programs explain themselves when asked, and end quietly when nobody listens."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from localcluster.terminal import run
def main():
    {body}
    return 3
sys.exit(run(main))
"""


def ended(body: str) -> tuple[int, bytes]:
    """Run a program whose output nobody reads."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(body=body)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write(b"closed\\n")
    process.stdin.close()
    errors = process.stderr.read()
    process.stderr.close()
    return process.wait(), errors


@pytest.mark.parametrize("say", ["print('x', flush=True)", "print('x')"])
def test_a_pipe_that_is_closed_ends_it_quietly(say: str) -> None:
    assert ended(f"sys.stdin.read(); {say}") == (141, b"")


def test_without_a_word_its_code_is_its_own() -> None:
    assert ended("sys.stdin.read()") == (3, b"")


@pytest.mark.parametrize("name", ["demo", "bench"])
def test_help_explains_and_runs_nothing(name: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", name, "--help"], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith(f"usage: .venv/bin/python -m {name} [-h]")
    assert "2 something is missing" in " ".join(said.stdout.split())
    assert "==" not in said.stdout
