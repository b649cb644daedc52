# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The line of a decision."""

import logging

import pytest

from serving.decisions import log_decision


def test_a_decision_is_one_line_with_every_field(caplog: pytest.LogCaptureFixture) -> None:
    fields: dict[str, object] = {"pod": "p", "codes": ["a"], "milliseconds": 1.5, "detail": "%s {}"}
    with caplog.at_level(logging.INFO):
        log_decision("validate", **fields)
    (record,) = caplog.records
    assert (record.name, record.levelname, record.getMessage()) == ("decision", "INFO", "validate")
    assert {name: record.__dict__[name] for name in fields} == fields


def test_a_decision_without_fields_is_a_line_too(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_decision("100 %")
    assert [record.getMessage() for record in caplog.records] == ["100 %"]
