# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who reaches whom: network policies, and certificates on both ends of our hops."""

from typing import Any

import pytest
import yaml

from certs.trial import EXTENDER_CLIENT, WEBHOOK_CLIENT
from localcluster.bondstone import NAMESPACE
from tests.integration.manifests.rendering import Document, named, of, rendered

_EVERY_POD: dict[str, Any] = {}
_API_SERVER_AND_NAMES = {53, 5353, 443, 6443}


def into(documents: tuple[Document, ...], pod: str) -> list[dict[str, Any]]:
    """Return the rules by which something reaches a pod."""
    return _rules(documents, pod, "ingress")


def out_of(documents: tuple[Document, ...], pod: str) -> list[dict[str, Any]]:
    """Return the rules by which a pod reaches something."""
    return _rules(documents, pod, "egress")


def _rules(documents: tuple[Document, ...], pod: str, direction: str) -> list[dict[str, Any]]:
    return [
        rule
        for policy in of(documents, "NetworkPolicy")
        if _selects(policy["spec"]["podSelector"], pod)
        for rule in policy["spec"].get(direction, ())
    ]


def _selects(selector: dict[str, Any], pod: str) -> bool:
    (expression,) = selector.get("matchExpressions", [{"values": [pod]}])
    return (
        pod in expression["values"]
        and selector.get("matchLabels", {}).get("app.kubernetes.io/name", pod) == pod
    )


def ports(rules: list[dict[str, Any]]) -> set[int]:
    return {port["port"] for rule in rules for port in rule["ports"]}


def test_nothing_passes_that_nobody_allowed(documents: tuple[Document, ...]) -> None:
    (nothing,) = (
        each for each in of(documents, "NetworkPolicy") if each["metadata"]["name"] == "nothing"
    )
    assert nothing["spec"] == {"podSelector": _EVERY_POD, "policyTypes": ["Ingress", "Egress"]}
    for policy in of(documents, "NetworkPolicy"):
        assert policy["metadata"]["namespace"] == NAMESPACE
        for rule in (*policy["spec"].get("ingress", ()), *policy["spec"].get("egress", ())):
            assert rule["ports"], "a rule without ports allows all"


def test_every_pod_reaches_names_and_the_api_server_and_the_base_lets_in_two_callers() -> None:
    base = rendered("base")
    for pod in ("webhook", "extender", "hub", "scheduler", "issuer"):
        assert ports(out_of(base, f"bondstone-{pod}")) >= _API_SERVER_AND_NAMES
    for pod in ("webhook", "extender", "hub"):
        assert ports(out_of(base, f"bondstone-{pod}")) == _API_SERVER_AND_NAMES
    assert into(base, "bondstone-webhook") == [{"ports": [{"protocol": "TCP", "port": 8443}]}]
    (rule,) = into(base, "bondstone-extender")
    scheduler = {"matchLabels": {"app.kubernetes.io/name": "bondstone-scheduler"}}
    assert rule["from"] == [{"podSelector": scheduler}]
    for pod in ("hub", "scheduler"):
        assert into(base, f"bondstone-{pod}") == []


@pytest.mark.parametrize(("component", "more"), [("keylime", {8881, 8891}), ("hvs", {8443, 8444})])
def test_a_verification_service_is_reached_by_those_who_ask_it(
    component: str, more: set[int]
) -> None:
    documents = rendered(f"components/{component}")
    for pod in ("webhook", "extender", "hub"):
        assert ports(out_of(documents, f"bondstone-{pod}")) == _API_SERVER_AND_NAMES | more
    assert not ports(out_of(documents, "bondstone-issuer")) & more


def test_metrics_are_read_from_the_namespace_of_monitoring_alone() -> None:
    documents = rendered("components/service-monitor")
    for pod in ("webhook", "extender", "hub"):
        (rule,) = (each for each in into(documents, f"bondstone-{pod}") if ports([each]) == {8080})
        (caller,) = rule["from"]
        labels = {"kubernetes.io/metadata.name": "monitoring"}
        assert caller == {"namespaceSelector": {"matchLabels": labels}}


def test_scheduler_and_extender_prove_who_they_are_to_each_other() -> None:
    base = rendered("base")
    arguments = container(base, "extender")["args"]
    assert "--client-ca=/etc/bondstone/tls/ca.crt" in arguments
    assert f"--client-name={EXTENDER_CLIENT}" in arguments
    config = named(base, "ConfigMap", "bondstone-scheduler-config")["data"]["scheduler-config.yaml"]
    tls = yaml.safe_load(config)["extenders"][0]["tlsConfig"]
    mounted = {each["mountPath"] for each in container(base, "scheduler")["volumeMounts"]}
    assert {path.rpartition("/")[0] for path in tls.values()} <= mounted


def test_the_webhook_can_be_told_to_answer_the_api_server_alone() -> None:
    webhook = container(rendered("components/api-server-identity"), "webhook")
    given = {each["name"]: each["value"] for each in webhook["env"]}
    assert given == {
        "BONDSTONE_WEBHOOK_CLIENT_CA": "/etc/bondstone/api-server/ca.crt",
        "BONDSTONE_WEBHOOK_CLIENT_NAMES": WEBHOOK_CLIENT,
    }


def container(documents: tuple[Document, ...], component: str) -> dict[str, Any]:
    deployment = named(documents, "Deployment", f"bondstone-{component}")
    found: dict[str, Any] = deployment["spec"]["template"]["spec"]["containers"][0]
    return found
