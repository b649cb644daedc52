# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody who may edit a namespace takes off the label that protects it."""

import json
from collections.abc import Callable
from functools import partial

import pytest

from localcluster.world import PROTECTED, World
from tests.e2e.conftest import Kubectl

GUARD = (
    "bondstone.dev/protected comes off by those alone who may unprotect namespaces.bondstone.dev; "
    "a policy in the API server asks, whether Bondstone runs or not."
)

LABEL = "bondstone.dev/protected"
REFUSED = f'Bondstone refuses to take namespace "{PROTECTED}" out of protection'
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
    assert "created" in editor("-n", PROTECTED, "create", "configmap", who, "--dry-run=server")
    patch = json.dumps({"metadata": {"labels": {LABEL: None}}})
    said = editor("patch", "namespace", PROTECTED, "--type=merge", f"-p={patch}")
    assert 'cannot patch resource "namespaces"' in said
    world.kubectl("-n", PROTECTED, "delete", "rolebinding", who)


def test_who_was_given_the_right_may(user: Callable[..., Kubectl], world: World) -> None:
    operator = user("--verb=get,patch,unprotect", "--resource=namespaces,namespaces.bondstone.dev")
    off = ("label", "namespace", PROTECTED, f"{LABEL}-", "--dry-run=server")
    assert REFUSED not in operator(*off)
