# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where the commands that people run find the API server."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.kubeconfig import usual_kubeconfig
from cli.main import bondstone

ASKING = [
    ["preflight"],
    ["status"],
    ["nodes", "--unsafe-reports-file=x"],
    ["identities", "import", "x.csv"],
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with a kubeconfig that names no cluster."""
    file = tmp_path / ".kube" / "config"
    file.parent.mkdir()
    file.write_text("{}")
    (tmp_path / "x.csv").write_text(f"node,hardwareUUID\nm1,{'0' * 8}-0000-4000-8000-{'0' * 12}\n")
    reports = {"apiVersion": "bondstone.dev/v1alpha1", "kind": "NodeReports", "reports": []}
    (tmp_path / "x").write_text(json.dumps(reports))
    return tmp_path


def said(verb: list[str], environment: dict[str, str]) -> str:
    """Return why a command did not start."""
    result = CliRunner().invoke(bondstone, verb, env={"KUBERNETES_SERVICE_HOST": "", **environment})
    assert result.exit_code
    return f"{' '.join(result.output.split())} {result.exception}"


def test_the_file_of_the_environment_goes_before_the_one_at_home(home: Path) -> None:
    given = {"HOME": str(home)}
    assert usual_kubeconfig(given) == home / ".kube" / "config"
    assert usual_kubeconfig({**given, "KUBECONFIG": ""}) == home / ".kube" / "config"
    for text in ("/a", ":/a", "/a:"):
        assert usual_kubeconfig({**given, "KUBECONFIG": text}) == Path("/a")


def test_where_there_is_none_the_cluster_itself_is_asked(tmp_path: Path) -> None:
    assert usual_kubeconfig({}) is None
    assert usual_kubeconfig({"HOME": str(tmp_path)}) is None


@pytest.mark.parametrize("verb", ASKING, ids=lambda verb: verb[0])
def test_every_command_of_people_reads_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, verb: list[str]
) -> None:
    monkeypatch.chdir(home)
    for environment, problem in (
        ({"KUBECONFIG": "/a:/b"}, "'--kubeconfig': $KUBECONFIG lists 2 files, which are not"),
        ({"KUBECONFIG": "/nowhere"}, "kubeconfig /nowhere cannot be used: no such file"),
        ({"HOME": str(home), "KUBECONFIG": ""}, f"kubeconfig {home}/.kube/config cannot be used"),
    ):
        assert problem in said(verb, environment)


def test_a_component_reads_none_that_it_was_not_given(home: Path) -> None:
    environment = {"KUBECONFIG": "/nowhere", "HOME": str(home)}
    assert "in-cluster credentials cannot be used" in said(["issuer"], environment)
