# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody who may edit a namespace takes off a label that protects it."""

import json
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from localcluster.world import OTHER, PROTECTED, World
from tests.e2e.conftest import Kubectl
from tests.e2e.granted import wait_granted

GUARD = (
    "Only who may unprotect namespaces.bondstone.dev takes off bondstone.dev/protected (a policy "
    "in the API server asks) or a label that a policy selects by (the webhook judges it)."
)

LABEL = "bondstone.dev/protected"
REFUSED = f'Bondstone refuses to take namespace "{PROTECTED}" out of protection'
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: secrets-of-teams}
spec:
  match: {namespaceSelector: {matchLabels: {team: secret}}}
  images: {encryption: Required, keyProviders: [jwe]}
  nodes: {trust: NotRequired}
"""
EDIT = "--verb=get,list,patch,update", "--resource=namespaces,namespaces/status,namespaces/finalize"


@pytest.mark.parametrize("change", [f"{LABEL}-", f"{LABEL}=false", f"{LABEL}=True"])
def test_the_label_stays(world: World, user: Callable[..., Kubectl], change: str) -> None:
    said = user(*EDIT)("label", "namespace", PROTECTED, change, "--overwrite")
    assert REFUSED in said
    assert "ask whoever binds the ClusterRole bondstone-unprotect" in said


def test_no_subresource_is_a_way_around(world: World, user: Callable[..., Kubectl]) -> None:
    editor = user(*EDIT)
    patch = json.dumps({"metadata": {"labels": {LABEL: None}}})
    merge = ("patch", "namespace", PROTECTED, "--type=merge", f"-p={patch}")
    assert REFUSED in editor(*merge, "--subresource=status")
    document = json.loads(world.kubectl("get", "namespace", PROTECTED, "-o=json"))
    del document["metadata"]["labels"][LABEL]
    path = f"/api/v1/namespaces/{PROTECTED}/finalize"
    assert REFUSED in editor("replace", "--raw", path, "-f", "-", stdin=json.dumps(document))


def test_other_labels_may_be_written(user: Callable[..., Kubectl]) -> None:
    said = user(*EDIT)("label", "namespace", PROTECTED, "note=x", "--dry-run=server")
    assert "labeled" in said


@pytest.mark.parametrize("role", ["edit", "admin"])
def test_a_namespaces_own_editors_write_no_label_of_it(
    world: World, name: Callable[[], str], role: str
) -> None:
    who = name()
    editor = partial(world.kubectl, f"--kubeconfig={world.cluster.client_kubeconfig(who)}")
    grant = (f"--clusterrole={role}", f"--user={who}")
    world.kubectl("-n", PROTECTED, "create", "rolebinding", who, *grant)
    wait_granted(world, "create", "configmaps", "-n", PROTECTED, f"--as={who}")
    assert "created" in editor("-n", PROTECTED, "create", "configmap", who, "--dry-run=server")
    patch = json.dumps({"metadata": {"labels": {LABEL: None}}})
    said = editor("patch", "namespace", PROTECTED, "--type=merge", f"-p={patch}")
    assert 'cannot patch resource "namespaces"' in said
    world.kubectl("-n", PROTECTED, "delete", "rolebinding", who)


def test_who_was_given_the_right_may(user: Callable[..., Kubectl]) -> None:
    operator = user(*EDIT, role="bondstone-unprotect")
    off = ("label", "namespace", PROTECTED, f"{LABEL}-", "--dry-run=server")
    assert "unlabeled" in operator(*off)


@pytest.fixture
def team(world: World, policies: Callable[[str], str], name: Callable[[], str]) -> Iterator[str]:
    """Return a namespace that a policy selects by a label of the operator's own."""
    policies(POLICY)
    namespace = name()
    document = {"metadata": {"name": namespace, "labels": {"team": "secret"}}}
    world.cluster.api.call("POST", "/api/v1/namespaces", document)
    label = (
        "get",
        "namespace",
        namespace,
        r"-o=jsonpath={.metadata.labels.bondstone\.dev/protected}",
    )
    world.wait(lambda: world.kubectl(*label) == "true", what="the hub labels the namespace")
    yield namespace
    world.kubectl("delete", "namespace", namespace, "--wait=false")


def test_a_label_that_a_policy_selects_by_stays(
    world: World, user: Callable[..., Kubectl], team: str
) -> None:
    editor = user(*EDIT)
    refused = f'the labels take namespace "{team}" out of TrustPolicy "secrets-of-teams"'
    world.wait(
        lambda: refused in editor("label", "namespace", team, "team-"), what="it is in force"
    )
    assert refused in editor("label", "namespace", team, "team=other", "--overwrite")
    patch = json.dumps({"metadata": {"labels": {"team": None}}})
    merge = ("patch", "namespace", team, "--type=merge", f"-p={patch}", "--subresource=status")
    assert refused in editor(*merge)
    document = json.loads(world.kubectl("get", "namespace", team, "-o=json"))
    del document["metadata"]["labels"]["team"]
    path = f"/api/v1/namespaces/{team}/finalize"
    assert refused in editor("replace", "--raw", path, "-f", "-", stdin=json.dumps(document))
    assert "labeled" in editor("label", "namespace", team, "note=x")
    operator = user(*EDIT, role="bondstone-unprotect")
    assert "unlabeled" in operator("label", "namespace", team, "team-")


def test_while_no_webhook_answers_labels_of_protected_namespaces_stay(
    user: Callable[..., Kubectl], revived: Callable[[str], None]
) -> None:
    editor = user(*EDIT)
    revived("webhook")
    write = ("note=y", "--overwrite", "--dry-run=server")
    assert "failed calling webhook" in editor("label", "namespace", PROTECTED, *write)
    assert "labeled" in editor("label", "namespace", OTHER, *write)
