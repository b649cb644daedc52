# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The command line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from certs.trial import write_trial_certificates
from cli.main import bondstone, main

SERVER = ["webhook", "--tls-cert=x", "--tls-key=x"]
VERBS = ["webhook", "extender", "hub", "certs", "check", "nodes"]


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
        (["webhook"], "Missing options '--tls-cert', '--tls-key'"),
        (["extender"], "Missing options '--tls-cert', '--tls-key'"),
        (["webhook", "--tls-key=x"], "Missing option '--tls-cert'"),
        (["certs", "--out="], "'--out': the path is empty"),
        ([*SERVER, "--host="], "'--host': '' is not an IP address or a DNS name"),
        ([*SERVER, "--host=1.2.3.999"], "'1.2.3.999' is not an IP address or a DNS name"),
        ([*SERVER, "--client-name="], "'' is not one CN or DNS name"),
        ([*SERVER, "--client-name=a,b"], "'a,b' is not one CN or DNS name"),
        ([*SERVER, "--scheduler-name="], "'' is not a name of a scheduler"),
        ([*SERVER, "--scheduler-name=A B"], "'A B' is not a name of a scheduler"),
        ([*SERVER, "--kubeconfig="], "'--kubeconfig': the path is empty"),
        (["hub", "--unsafe-reports-file=x", "--max-staleness=soon"], "is not a duration"),
        (["hub", "--unsafe-reports-file=x", "--max-staleness=0s"], "is not a duration"),
        (["hub", "--unsafe-reports-file=x", "--health-port=0"], "is not in the range"),
        ([*SERVER, "--deadline=9500ms"], "'9500ms' is more than 9s: whoever asks us would give up"),
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


def test_an_environment_variable_is_not_called_missing() -> None:
    said = run("extender", env={"BONDSTONE_EXTENDER_TLS_CERT": "x"}).output
    assert "Missing option '--tls-key'" in " ".join(said.split())


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["webhok"], "No such command 'webhok'. Did you mean 'webhook'? See bondstone --help"),
        (
            ["webhook", "--tls-"],
            "No such option '--tls-'. Did you mean one of: '--tls-cert', '--tls-key'? See "
            "bondstone webhook --help",
        ),
        (["webhook", "--port=x"], "valid integer range (see bondstone webhook --help)"),
    ],
)
def test_a_guess_and_the_way_to_the_help_read_well(
    arguments: list[str],
    text: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["bondstone", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("bondstone: ")
    assert said.endswith(f"{text}\n")


def test_the_help_has_a_certificate_before_its_key() -> None:
    said = run("webhook", "--help").output
    assert said.index("--tls-cert") < said.index("--tls-key") < said.index("--client-ca")


def test_local_files_are_looked_at_before_the_api_server_is_asked(tmp_path: Path) -> None:
    absent = tmp_path / "absent.kubeconfig"
    result = run(*SERVER, f"--kubeconfig={absent}")
    assert "TLS file x is missing" in str(result.exception)


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (["--kubeconfig=/absent"], "kubeconfig /absent cannot be used: no such file"),
        ([], "not set; outside a cluster give --kubeconfig"),
    ],
)
def test_a_kubeconfig_that_is_missing_says_what_to_give(
    tmp_path: Path, flags: list[str], text: str
) -> None:
    write_trial_certificates(
        tmp_path, names=["a.b"], lifetime=timedelta(days=1), now=datetime.now(UTC)
    )
    files = [f"--tls-cert={tmp_path}/webhook.crt", f"--tls-key={tmp_path}/webhook.key"]
    assert text in str(run("webhook", *files, *flags).exception)
