# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Two folders of tests at once: what either says is shown, and either can fail."""

from pathlib import Path

import pytest

from tests.side_by_side import main


@pytest.mark.parametrize(("first", "second", "code"), [(1, 1, 0), (0, 1, 1), (1, 0, 1)])
def test_both_are_run_and_either_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], first: int, second: int, code: int
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for name, passes in (("a", first), ("b", second)):
        (tmp_path / name).mkdir()
        body = f"def test_{name}() -> None:\n    assert {passes}\n"
        (tmp_path / name / f"test_{name}.py").write_text(body)
    assert main([str(tmp_path / "a"), str(tmp_path / "b")]) == code
    said = capfd.readouterr().out
    assert said.count("passed") == first + second
    assert said.count("1 failed") >= 2 - first - second
