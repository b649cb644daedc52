# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Each connection that docs/manifests.md lists passes the policies, and others do not."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from localcluster.bondstone import NAMESPACE
from tests.integration.manifests.network import End, Flow, passes
from tests.integration.manifests.rendering import (
    Document,
    of,
    on_base,
    pod_templates,
    rendered,
)

_DOCUMENT = Path(__file__).parents[3] / "docs" / "manifests.md"
_HEAD = "| who | calls whom | port | where |"
_NAMES = ("webhook", "extender", "hub", "scheduler", "issuer")
OUTSIDE = {
    "the API server": End(),
    "DNS": End(namespace="kube-system", labels={"k8s-app": "kube-dns"}),
    "Keylime": End(address="192.0.2.1"),
    "HVS": End(namespace="isecl", labels={"app": "hvs"}),
    "registries": End(address="198.51.100.1"),
    "Prometheus": End(namespace="monitoring", labels={"app.kubernetes.io/name": "prometheus"}),
    "somebody": End(namespace="default"),
    "a neighbour": End(namespace=NAMESPACE, labels={"app": "another"}),
    "metadata": End(address="169.254.169.254"),
    "OpenShift's scheduler": End(
        namespace="openshift-secondary-scheduler-operator", labels={"app": "secondary-scheduler"}
    ),
}
FORBIDDEN = [
    ("base", "somebody", "extender", 8443),
    ("base", "a neighbour", "extender", 8443),
    ("base", "webhook", "extender", 8443),
    ("components/hvs", "hub", "extender", 8443),
    ("base", "the API server", "extender", 8443),
    ("base", "OpenShift's scheduler", "extender", 8443),
    ("components/openshift-secondary-scheduler", "a neighbour", "extender", 8443),
    ("base", "extender", "webhook", 8443),
    ("base", "Prometheus", "webhook", 8080),
    ("components/service-monitor", "somebody", "hub", 8080),
    ("components/service-monitor", "Prometheus", "scheduler", 10259),
    ("components/service-monitor", "Prometheus", "extender", 8443),
    ("base", "Keylime", "hub", 8444),
    ("components/keylime-hints", "Keylime", "hub", 8080),
    ("components/keylime-hints", "Keylime", "extender", 8444),
    ("overlays/self-signed", "the API server", "issuer", 8080),
    ("base", "webhook", "Keylime", 8881),
    ("components/keylime", "scheduler", "Keylime", 8881),
    ("base", "webhook", "HVS", 8443),
    ("base", "webhook", "registries", 5000),
    ("components/registry-credentials", "extender", "registries", 5000),
    ("base", "webhook", "metadata", 80),
    ("base", "hub", "registries", 22),
    ("overlays/self-signed", "issuer", "webhook", 8443),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the document's table."""

    who: tuple[str, ...]
    whom: tuple[str, ...]
    ports: tuple[tuple[str, int], ...]
    folder: str


def rows() -> list[Row]:
    """Return the lines of the table."""
    _, found, below = _DOCUMENT.read_text().partition(_HEAD)
    assert found
    lines = below.partition("\n\n")[0].strip().splitlines()[1:]
    return [_row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines]


def _row(who: str, whom: str, port: str, where: str) -> Row:
    ports = [each.partition(" ") for each in port.split(", ")]
    return Row(
        who=tuple(who.split(", ")),
        whom=tuple(whom.split(", ")),
        ports=tuple((protocol, int(number)) for protocol, _, number in ports),
        folder=where.strip("`"),
    )


def parties(documents: tuple[Document, ...]) -> dict[str, End]:
    """Return all ends, ours as their Deployments make them."""
    ours = {
        name.removeprefix("Deployment/bondstone-"): End(
            namespace=NAMESPACE, labels=template["metadata"]["labels"]
        )
        for name, template in pod_templates(documents)
    }
    return {**OUTSIDE, **ours}


def allowed(documents: tuple[Document, ...], who: str, whom: str, port: tuple[str, int]) -> bool:
    ends, policies = parties(documents), of(documents, "NetworkPolicy")
    protocol, number = port
    return passes(
        policies, Flow(source=ends[who], target=ends[whom], port=number, protocol=protocol)
    )


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.who[0]}-{row.whom[0]}-{row.folder}")
def test_each_connection_of_the_table_passes(row: Row) -> None:
    documents = rendered(row.folder)
    refused = [
        (who, whom, port)
        for who in row.who
        for whom in row.whom
        for port in row.ports
        if not allowed(documents, who, whom, port)
    ]
    assert refused == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.who[0]}-{row.whom[0]}-{row.folder}")
def test_what_is_ours_listens_on_the_port_of_the_table(row: Row) -> None:
    templates = dict(pod_templates(rendered(row.folder)))
    for whom in set(row.whom) & set(_NAMES):
        (container,) = templates[f"Deployment/bondstone-{whom}"]["spec"]["containers"]
        listened = {each["containerPort"] for each in container["ports"]}
        assert {number for _, number in row.ports} <= listened, whom


def test_the_table_has_every_caller_of_ours() -> None:
    of_the_base = [row for row in rows() if row.folder in ("base", "overlays/self-signed")]
    for needed in ("the API server", "DNS"):
        callers = {who for row in of_the_base if needed in row.whom for who in row.who}
        assert callers == set(_NAMES)


@pytest.mark.parametrize(("folder", "who", "whom", "port"), FORBIDDEN)
def test_other_connections_do_not(folder: str, who: str, whom: str, port: int) -> None:
    assert not allowed(rendered(folder), who, whom, ("TCP", port))


def test_only_names_are_asked_for_over_udp() -> None:
    for port, passed in ((53, True), (443, False), (6443, False)):
        assert allowed(rendered("base"), "webhook", "DNS", ("UDP", port)) is passed


def test_without_the_policy_that_closes_everything_the_judge_lets_pass_what_it_should_not() -> None:
    documents = tuple(
        each
        for each in on_base()
        if each["kind"] != "NetworkPolicy" or each["metadata"]["name"] == "names-and-api-server"
    )
    assert allowed(documents, "somebody", "extender", ("TCP", 8443))
    assert not allowed(documents, "webhook", "metadata", ("TCP", 80))
