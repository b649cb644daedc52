# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every module of the shipped packages has its test file, or its line in CONTRIBUTING.md."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "attestation", "certs", "check", "checkup", "cli", "cluster", "documents", "extender",
    "hub", "images", "issuer", "outbound", "serving", "trust", "webhook",
)  # fmt: skip
_SECTION = "## Modules without a unit test file of their own"
_QUOTED = re.compile(r"`([^`]+\.py)`")


def modules() -> set[str]:
    """Return every shipped module, by its path."""
    found = {path for name in PACKAGES for path in (ROOT / name).rglob("*.py")}
    return {str(path.relative_to(ROOT)) for path in found if path.name != "__init__.py"}


def patterns() -> list[str]:
    """Return what CONTRIBUTING.md excuses; a ``*`` stands for a name."""
    _, _, section = (ROOT / "CONTRIBUTING.md").read_text().partition(_SECTION)
    return _QUOTED.findall(section.partition("\n## ")[0])


def has_tests(module: str) -> bool:
    path = Path(module)
    return (ROOT / "tests" / "unit" / path.parent / f"test_{path.name}").is_file()


def test_every_module_has_its_test_file_or_a_reason() -> None:
    untested = {module for module in modules() if not has_tests(module)}
    excused = {path for path in untested for pattern in patterns() if Path(path).match(pattern)}
    assert untested - excused == set()
    assert excused


def test_no_reason_outlives_its_module() -> None:
    named = {pattern for pattern in patterns() if "*" not in pattern}
    assert {module for module in named if has_tests(module)} == set()
    assert named <= modules()
