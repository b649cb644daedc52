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


def assert_one_sentence(
    run: Run, component: str, text: str, *flags: str, **changes: str | None
) -> None:
    """Start, and find nothing for people but the sentence; lines of the log are JSON."""
    ended = run(component, *flags, **changes)
    lines = [line for line in ended.stderr.splitlines() if not line.startswith("{")]
    assert ended.returncode == 2, ended.stderr
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("bondstone: ")
    assert text in lines[0]
    assert ended.stdout == ""


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
    text = "outside a cluster give --kubeconfig"
    assert_one_sentence(run, component, text, kubeconfig=None)


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
    path.write_text("registries: {r.example: {caFile: /nowhere}}")
    assert_one_sentence(run, "webhook", "registries.r.example.caFile", registries_file=str(path))


@pytest.mark.parametrize(("component", "option"), [("webhook", "port"), ("hub", "health_port")])
def test_a_port_that_is_taken(run: Run, component: str, option: str) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_one_sentence(run, component, f"port {port}", **{option: port})


@pytest.mark.parametrize("component", ALL)
def test_an_unknown_flag_is_a_usage_error(run: Run, component: str) -> None:
    assert_one_sentence(run, component, "No such option '--nonsense'", "--nonsense")


def test_settings_that_would_check_nothing(run: Run) -> None:
    assert_one_sentence(run, "webhook", "without a client CA", client_ca=None)
    assert_one_sentence(run, "extender", "name the clients", client_name=None)


def test_polls_that_are_too_rare_for_their_bound(run: Run) -> None:
    text = "at most half of --max-staleness"
    assert_one_sentence(run, "hub", text, max_staleness="5s", poll_period="3s")


@pytest.mark.parametrize(
    ("option", "value", "text"),
    [
        ("poll_period", "soon", "is not a duration above zero"),
        ("health_port", "70000", "is not in the range"),
    ],
)
def test_a_value_that_an_option_cannot_have(run: Run, option: str, value: str, text: str) -> None:
    assert_one_sentence(run, "hub", text, **{option: value})


def test_an_endpoint_for_hints_that_cannot_be_served(run: Run, folder: Path) -> None:
    assert_one_sentence(run, "hub", "--hints-port needs", hints_port="1")
    assert_one_sentence(run, "hub", "need --hints-port", hints_key=str(folder / "ca.crt"))
    options = {
        "hints_tls_cert": str(folder / "extender.crt"),
        "hints_tls_key": str(folder / "extender.key"),
        "hints_client_ca": str(folder / "ca.crt"),
        "hints_client_name": "keylime-client",
    }
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_one_sentence(run, "hub", f"port {port}", **options, hints_port=port)
    options["hints_client_ca"] = str(folder / "nowhere.crt")
    assert_one_sentence(run, "hub", "nowhere.crt", **options, hints_port="1")
