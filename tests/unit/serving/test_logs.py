# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Log lines: one JSON object each, whatever is in it."""

import json
import logging

from serving.logs import JsonFormatter


def record(message: str, **extra: object) -> logging.LogRecord:
    fields = {"name": "decision", "levelname": "INFO", "msg": message, "created": 0.0}
    return logging.makeLogRecord({**fields, **extra})


def test_a_decision_is_one_line_with_its_fields() -> None:
    text = JsonFormatter("webhook").format(record("validate", pod="api", codes=["a"]))
    line = json.loads(text)
    assert line["component"] == "webhook"
    assert line["message"] == "validate"
    assert line["pod"] == "api"
    assert line["codes"] == ["a"]
    assert line["time"].startswith("1970-01-01T00:00:00.000+00:00")


def test_nothing_in_a_value_breaks_the_line() -> None:
    text = JsonFormatter("webhook").format(record("x\ny", pod='"}\r\n\u2028{"forged": 1}'))
    assert text.isascii()
    assert "\n" not in text
    assert json.loads(text)["pod"] == '"}\r\n\u2028{"forged": 1}'
