# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The caller's time shortens ours and never stretches it."""

import time
from datetime import timedelta

import pytest
from flask import Flask, request

from serving.deadline import SETTING, deadline_of

OURS = 500.0
"""Seconds; so large that the time which the test itself takes means nothing."""


@pytest.mark.parametrize(
    ("query", "least", "most"),
    [
        ("", 400, 500),
        ("?timeout=9999s", 400, 500),
        ("?timeout=100s", 50, 99),
        ("?timeout=100.5s", 50, 99),
        ("?other=1s&timeout=100s&more=1s", 50, 99),
        ("?my-timeout=1s", 400, 500),
        ("?timeout=0s", -50, 0),
        ("?timeout=", 400, 500),
        ("?timeout=100", 400, 500),
        ("?timeout=-100s", 400, 500),
        ("?timeout=nans", 400, 500),
        ("?timeout=" + "9" * 400 + "s", 400, 500),
    ],
)
def test_the_sooner_of_the_two(query: str, least: float, most: float) -> None:
    flask = Flask("test")
    flask.config[SETTING] = timedelta(seconds=OURS)
    before = time.monotonic()
    with flask.test_request_context(f"/{query}"):
        found = deadline_of(request)
    assert least < found - before
    assert found - time.monotonic() <= most
