# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m docs.checks``: documents against what they describe, and budgets."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from docs import findings
from docs.bypasses import document, missing, rows_of
from docs.configurations import shipped
from docs.help_texts import differing, renewed
from docs.registered import unregistered
from docs.sizes import oversized
from trust.codes import SECTIONS

_ROOT = Path(__file__).parent.parent
_README = _ROOT / "README.md"
_BYPASSES = _ROOT / "docs" / "bypasses.md"
_FINDINGS = _ROOT / "docs" / "findings.md"
_SHIPPED = _ROOT / "hub" / "configurations.json"
_MACHINE = re.compile(r"(^|[^A-Za-z0-9.])/(work|farm|root|home/\w+)/")
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/=]")
_URL = re.compile(r"https?://")
_BINARY = frozenset({".png", ".gz", ".tar"})


def main() -> int:
    """Print what is wrong; 1 when anything is."""
    if "--write" in sys.argv:
        _README.write_text(renewed(_README.read_text()))
        _SHIPPED.write_text(shipped(_ROOT))
        _BYPASSES.write_text(document(rows_of(_ROOT)))
        _FINDINGS.write_text(findings.document(SECTIONS))
    tracked = [path for path in _tracked() if path.suffix not in _BINARY]
    problems = [
        *differing(_README.read_text()),
        *_bypasses(),
        *_shipped(),
        *_findings(),
        *unregistered(_ROOT),
        *oversized([path for path in tracked if path.suffix == ".py"]),
        *_texts(tracked),
    ]
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201  for the person at the terminal
    return 1 if problems else 0


def _bypasses() -> list[str]:
    rows = rows_of(_ROOT)
    problems = [f"tests/e2e/bypass: nobody tries row {number}" for number in missing(rows)]
    if _BYPASSES.read_text() != document(rows):
        problems.append("docs/bypasses.md: differs from tests/e2e/bypass: run make readme")
    return problems


def _findings() -> list[str]:
    if _FINDINGS.is_file() and _FINDINGS.read_text() == findings.document(SECTIONS):
        return []
    return ["docs/findings.md: differs from trust/codes: run make readme"]


def _shipped() -> list[str]:
    if _SHIPPED.read_text() == shipped(_ROOT):
        return []
    return ["hub/configurations.json: differs from manifests/base: run make readme"]


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [_ROOT / line for line in listed.stdout.splitlines() if (_ROOT / line).is_file()]


def _texts(paths: list[Path]) -> Iterator[str]:
    """Yield what no text file of the project may have."""
    for path in paths:
        text = path.read_text(errors="replace")
        name = path.relative_to(_ROOT)
        if text and not text.endswith("\n") and name.parts[:2] != ("tests", "assets"):
            yield f"{name}: does not end in a newline"
        if _MACHINE.search(text):
            yield f"{name}: names a path of somebody's machine"
        if _KEY.search(text):
            yield f"{name}: holds a private key"
        if name.parts[0] == "locks" and _URL.search(text):
            yield f"{name}: a lock file must name no URL"


if __name__ == "__main__":
    sys.exit(main())
