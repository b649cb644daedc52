# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import bondstone

VERBS = ["webhook", "extender", "hub", "certs"]


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(
        bondstone, list(arguments), auto_envvar_prefix="BONDSTONE", env=env or {}
    )


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_says_what_it_is_for_and_its_environment_variable(verb: str) -> None:
    command = bondstone.commands[verb]
    text = " ".join(run(verb, "--help").output.split())
    for parameter in command.params:
        option = parameter.opts[0]
        assert option in text
        assert f"BONDSTONE_{verb.upper()}_{(parameter.name or '').upper()}" in text, option


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["webhook", "--nonsense"], "No such option"),
        (["webhook"], "Missing option"),
        (["hub", "--unsafe-reports-file=x", "--max-staleness=soon"], "is not a duration"),
        (["hub", "--unsafe-reports-file=x", "--max-staleness=0s"], "is not a duration"),
        (["hub", "--unsafe-reports-file=x", "--health-port=0"], "is not in the range"),
        (["nonsense"], "No such command"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(arguments: list[str], problem: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert problem in result.output
    assert "Traceback" not in result.output


def test_an_environment_variable_stands_for_an_option(tmp_path: Path) -> None:
    out = tmp_path / "certs"
    result = run("certs", env={"BONDSTONE_CERTS_OUT": str(out)})
    assert result.exit_code == 0
    assert str(out / "ca.crt") in result.output
    assert (out / "bondstone-scheduler.key").exists()
