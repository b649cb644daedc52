# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The options about the live question."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
import pytest

from cli.live_options import live_settings
from serving.settings import ServerSettings

SERVER = ServerSettings(name="webhook", tls_cert=Path("c"), tls_key=Path("k"), threads=32)


def options(*, check: bool = True, seconds: float = 1) -> dict[str, object]:
    return {"live_check": check, "live_deadline": timedelta(seconds=seconds)}


def test_the_check_knows_its_patience_and_the_threads_of_the_server() -> None:
    live = live_settings(SERVER, options())
    assert live is not None
    assert (live.patience, live.threads) == (timedelta(seconds=1), 32)


def test_it_can_be_switched_off() -> None:
    assert live_settings(SERVER, options(check=False, seconds=9)) is None


def test_a_request_must_outlast_its_live_answers() -> None:
    hurried = replace(SERVER, deadline=timedelta(seconds=1))
    with pytest.raises(click.UsageError, match="--live-deadline must be below --deadline"):
        live_settings(hurried, options())
