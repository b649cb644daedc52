# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How the API server calls the webhook, read from options."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.called_options import called_of, called_options
from hub.configuration_watch import Called


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ([], Called()),
        (["--webhook-url=https://127.0.0.1:8443", "--restore-webhook-configurations"],
         Called(url="https://127.0.0.1:8443", restore=True)),
        (["--webhook-ca=ca.crt"], Called(ca=Path("ca.crt"))),
        (["--mutate-pods-only"], Called(pods_only=True)),
    ],
)  # fmt: skip
def test_options_say_how_the_webhook_is_called(given: list[str], called: Called) -> None:
    found = []

    @click.command()
    @called_options
    def command(**options: object) -> None:
        found.append(called_of(options))

    assert CliRunner().invoke(command, given).exit_code == 0
    assert found == [called]
