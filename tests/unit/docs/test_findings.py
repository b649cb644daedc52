# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""docs/findings.md is what the registry says."""

from docs.findings import document
from trust.codes.code import Code
from trust.outcome import Outcome


def test_each_code_has_its_line_under_its_subject() -> None:
    one = Code("a-b", Outcome.DENY, "When | so.", "do <this>")
    other = Code("c", Outcome.UNKNOWN, "When not.", "wait")
    lines = document({"First": (one,), "Second": (other,)}).splitlines()
    assert r"| `a-b` | deny | When \| so. | do &lt;this> |" in lines
    assert lines.index("## First") < lines.index("## Second")
    assert lines[-1] == "| `c` | unknown | When not. | wait |"
