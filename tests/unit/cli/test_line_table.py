# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lines as a table and as JSON."""

import json

from checkup.line import Line, Standing
from cli.line_table import as_json, as_table

LINES = [
    Line(check="version", subject="API server", standing=Standing.OK, detail="it is v1.36"),
    Line(check="x", subject="a\nb", standing=Standing.WRONG, detail="why\x1b", remedy="do it"),
]


def test_a_table_has_a_line_for_each_with_the_remedy_last() -> None:
    head, first, second = as_table(LINES)
    assert head.split("  ")[0] == "STANDING"
    assert first.split() == ["ok", "version", "API", "server", "it", "is", "v1.36"]
    assert second.endswith("; do it")
    assert "\x1b" not in second
    assert "\n" not in second


def test_json_has_the_exit_code_and_every_field() -> None:
    document = json.loads(as_json(LINES))
    assert document["exitCode"] == 1
    assert document["lines"][0] == {
        "standing": "ok",
        "check": "version",
        "subject": "API server",
        "detail": "it is v1.36",
        "remedy": "",
    }
    assert document["lines"][1]["remedy"] == "do it"
