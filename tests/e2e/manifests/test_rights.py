# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All rights of each ServiceAccount, as the API server's own authorizer lists them; no more."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localcluster.bondstone import NAMESPACE
from localcluster.stage import PROTECTED
from localcluster.world import World
from tests.e2e.granted import wait_granted

_READS = {
    "list trustpolicies.bondstone.dev", "watch trustpolicies.bondstone.dev",
    "list nodeidentities.bondstone.dev", "watch nodeidentities.bondstone.dev",
    "list nodes", "watch nodes",
    "get namespaces", "list namespaces", "watch namespaces",
}  # fmt: skip
_CONFIGURATIONS = (
    "mutatingwebhookconfigurations",
    "validatingwebhookconfigurations",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
)
GRANTED = {
    "webhook": _READS | {"get pods"},
    "extender": _READS,
    "hub": _READS
    | {
        f"{verb} {each}.admissionregistration.k8s.io"
        for each in _CONFIGURATIONS
        for verb in ("list", "watch")
    }
    | {
        "patch trustpolicies/status.bondstone.dev", "patch nodeidentities/status.bondstone.dev",
        "patch nodes", "patch nodes/status", "patch namespaces",
        "list pods", "watch pods",
        "get events", "create events", "patch events",
    },
}  # fmt: skip
"""Everything that each component may, in any namespace."""
_LEASE = "leases.coordination.k8s.io"
IN_OURS = {
    "hub": {f"create {_LEASE}", f"get {_LEASE} bondstone-hub", f"patch {_LEASE} bondstone-hub"}
}
"""And in our own namespace besides."""
REFUSED = [
    ("get", "secrets", "--all-namespaces"),
    ("create", "deployment", "x", "--image=x", f"--namespace={NAMESPACE}"),
    ("delete", "pod", "x", f"--namespace={PROTECTED}"),
    ("delete", "node", "x"),
    ("delete", "trustpolicy", "x"),
    ("delete", "validatingwebhookconfiguration", "bondstone"),
    ("delete", "validatingadmissionpolicybinding", "node-marks.bondstone.dev"),
    ("create", "token", "bondstone-scheduler", f"--namespace={NAMESPACE}"),
    ("create", "clusterrolebinding", "x", "--clusterrole=cluster-admin", "--user=x"),
    ("get", "configmaps", f"--namespace={NAMESPACE}"),
]
"""What none of them may, tried for real."""


def rights(world: World, account: str, namespace: str) -> set[str]:
    """Return what an account may in a namespace, beyond what every account may."""
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectRulesReview",
        "spec": {"namespace": namespace},
    }
    path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"
    found = set[str]()
    said = world.kubectl(
        "create", f"--raw={path}", "-f", "-", f"--as=system:serviceaccount:{NAMESPACE}:{account}",
        stdin=json.dumps(review),
    )  # fmt: skip
    for rule in json.loads(said)["status"]["resourceRules"]:
        for group in rule["apiGroups"]:
            for resource in rule["resources"]:
                name = f"{resource}.{group}" if group else resource
                only = "".join(f" {each}" for each in rule.get("resourceNames", ()))
                found |= {f"{verb} {name}{only}" for verb in rule["verbs"]}
    return found


@pytest.mark.parametrize("component", GRANTED)
@pytest.mark.parametrize("namespace", [NAMESPACE, PROTECTED, "kube-system"])
def test_a_component_may_what_it_needs_and_nothing_else(
    world: World, component: str, namespace: str
) -> None:
    everybody = rights(world, "default", namespace)
    more = IN_OURS.get(component, set()) if namespace == NAMESPACE else set()
    found = rights(world, f"bondstone-{component}", namespace) - everybody
    assert found == GRANTED[component] | more


def test_the_scheduler_may_what_the_cluster_s_own_may_and_hold_its_own_lease(world: World) -> None:
    everybody = rights(world, "default", NAMESPACE)
    found = rights(world, "bondstone-scheduler", NAMESPACE) - everybody
    ours = {f"{verb} {_LEASE} bondstone-scheduler" for verb in ("get", "update")}
    assert ours <= found
    assert not ours & rights(world, "bondstone-scheduler", PROTECTED)
    built_in = {
        f"{verb} {resource}{'.' * bool(group)}{group}{only}"
        for role in ("system:kube-scheduler", "system:volume-scheduler")
        for rule in json.loads(world.kubectl("get", "clusterrole", role, "-o=json"))["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for only in ["".join(f" {each}" for each in rule.get("resourceNames", ()))]
        for verb in rule["verbs"]
    }
    assert found - ours - built_in == set()
    assert not any("secrets" in each or "bondstone.dev" in each for each in found)


@pytest.mark.parametrize("component", GRANTED)
def test_what_it_must_not_is_refused_when_it_is_tried(world: World, component: str) -> None:
    account = f"bondstone-{component}"
    kubeconfig = world.cluster.service_account_kubeconfig(NAMESPACE, account)
    for command in REFUSED:
        said = world.kubectl(f"--kubeconfig={kubeconfig}", *command)
        assert f'forbidden: User "system:serviceaccount:{NAMESPACE}:{account}" cannot' in said, said


@pytest.fixture
def allowed(world: World, guarded: str) -> Iterator[str]:
    """Allow pull secrets in one namespace, as the README says."""
    world.cluster.kubectl(
        "-n", guarded, "create", "rolebinding", "bondstone-pull-secrets",
        "--clusterrole=bondstone-pull-secrets",
        f"--serviceaccount={NAMESPACE}:bondstone-webhook",
    )  # fmt: skip
    whose = ("-n", guarded, f"--as=system:serviceaccount:{NAMESPACE}:bondstone-webhook")
    wait_granted(world, "get", "secrets", *whose)
    yield guarded
    world.kubectl("-n", guarded, "delete", "rolebinding", "bondstone-pull-secrets")


def test_secrets_are_read_only_where_the_operator_chose_and_never_listed(
    world: World, allowed: str
) -> None:
    account = Path(world.cluster.service_account_kubeconfig(NAMESPACE, "bondstone-webhook"))
    ask: Callable[..., str] = lambda *what: world.kubectl(f"--kubeconfig={account}", *what)  # noqa: E731
    assert "NotFound" in ask("-n", allowed, "get", "secret", "none-of-this-name")
    assert "Forbidden" in ask("-n", allowed, "get", "secrets")
    assert "Forbidden" in ask("-n", PROTECTED, "get", "secret", "none-of-this-name")
    assert "Forbidden" in ask("-n", NAMESPACE, "get", "secret", "bondstone-webhook-tls")
