# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A start that cannot succeed ends with one sentence and exit code 2."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from localcluster.cluster import LocalCluster
from localcluster.ports import HOST
from tests.integration.apps.conftest import Run

SERVERS = ("webhook", "extender")
ALL = (*SERVERS, "hub")


def assert_one_sentence(run: Run, component: str, text: str, *flags: str, **changes: str) -> None:
    ended = run(component, *flags, **changes)
    sentences = [line for line in ended.stderr.splitlines() if line.startswith("bondstone: ")]
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(sentences) == 1, ended.stderr
    assert text in sentences[0]


@pytest.mark.parametrize("component", SERVERS)
@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (lambda folder: (folder / "{}.crt").write_text("no PEM"), "cannot be used"),
        (lambda folder: (folder / "{}.crt").unlink(), "is missing"),
        (lambda folder: (folder / "{}.key").unlink(), "is missing"),
        (
            lambda folder: (folder / "{}.key").write_bytes((folder / "ca.key").read_bytes()),
            "cannot be used",
        ),
        (lambda folder: (folder / "ca.crt").write_text("no PEM"), "client CA"),
        (lambda folder: (folder / "ca.crt").unlink(), "client CA"),
    ],
)
def test_certificates_that_cannot_be_used(
    run: Run, folder: Path, component: str, spoil: Callable[[Path], object], text: str
) -> None:
    class Named:
        def __truediv__(self, name: str) -> Path:
            return folder / name.format(component)

    spoil(Named())  # type: ignore[arg-type]
    assert_one_sentence(run, component, text)


@pytest.mark.parametrize("component", ALL)
def test_an_api_server_that_cannot_be_reached(
    run: Run, cluster: LocalCluster, folder: Path, component: str
) -> None:
    away = folder / "away.kubeconfig"
    here = f":{cluster.ports.api}"
    away.write_text(cluster.kubeconfig.read_text().replace(here, f":{cluster.ports.spare}"))
    assert_one_sentence(run, component, "cannot be reached", kubeconfig=str(away))


@pytest.mark.parametrize("component", ALL)
@pytest.mark.parametrize("content", [None, "", "[]", "clusters: 3", "{"])
def test_a_kubeconfig_that_cannot_be_used(
    run: Run, folder: Path, component: str, content: str | None
) -> None:
    path = folder / "broken.kubeconfig"
    if content is not None:
        path.write_text(content)
    assert_one_sentence(run, component, "cannot be used", kubeconfig=str(path))


@pytest.mark.parametrize("component", ALL)
def test_no_kubeconfig_outside_a_cluster(run: Run, component: str) -> None:
    ended = run(component, kubeconfig=None)
    assert ended.returncode == 2
    assert "in-cluster credentials cannot be used" in ended.stderr


@pytest.mark.parametrize("component", ["extender", "hub"])
@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, "cannot be read"),
        ("kind: NodeReports", "apiVersion: is required"),
        ("reports: [", "cannot be parsed"),
    ],
)
def test_a_reports_file_that_cannot_be_read(
    run: Run, folder: Path, component: str, content: str | None, text: str
) -> None:
    path = folder / "reports.yaml"
    path.unlink()
    if content is not None:
        path.write_text(content)
    assert_one_sentence(run, component, text)


def test_a_registries_file_that_cannot_be_read(run: Run, folder: Path) -> None:
    path = folder / "registries.yaml"
    assert_one_sentence(run, "webhook", "cannot be read", registries_file=str(path))
    path.write_text("registries: {a: {caFile: /nowhere}}")
    assert_one_sentence(run, "webhook", "registries.a.caFile", registries_file=str(path))


@pytest.mark.parametrize(("component", "option"), [("webhook", "port"), ("hub", "health_port")])
def test_a_port_that_is_taken(run: Run, component: str, option: str) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_one_sentence(run, component, f"port {port}", **{option: port})


@pytest.mark.parametrize("component", ALL)
def test_an_unknown_flag_is_a_usage_error(run: Run, component: str) -> None:
    ended = run(component, "--nonsense")
    assert ended.returncode == 2
    assert "No such option" in ended.stderr


def test_settings_that_would_check_nothing(run: Run) -> None:
    assert run("webhook", client_ca=None).returncode == 2
    ended = run("extender", client_name=None)
    assert (ended.returncode, "name the clients" in ended.stderr) == (2, True)


def test_polls_that_are_too_rare_for_their_bound(run: Run) -> None:
    ended = run("hub", max_staleness="5s", poll_period="3s")
    assert ended.returncode == 2
    assert "at most half of --max-staleness" in ended.stderr
