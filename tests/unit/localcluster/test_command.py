# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What people are told to type has the Python that has our dependencies."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent
BARE = re.compile(r"(?<!\.venv/bin/)python -m (localcluster|demo|bench)(?![.\w])")


def test_nobody_is_told_to_type_it_without_the_venv() -> None:
    told = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    told += [path for name in ("localcluster", "demo", "bench") for path in (ROOT / name).glob("*")]
    assert [path.name for path in told if path.is_file() and BARE.search(path.read_text())] == []


def test_the_usage_is_what_people_type() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "localcluster", "--help"], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith(
        "usage: .venv/bin/python -m localcluster [-h] up|env|down|keylime|tools"
    )
