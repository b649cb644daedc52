# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A real API server takes every overlay and every component, and lets our pods in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import yaml

from localcluster.bondstone import NAMESPACE
from localcluster.world import World
from tests.integration.manifests.rendering import (
    Document,
    of,
    pod_templates,
    rendered,
    renderings,
)
from tests.integration.manifests.test_schemas import NOT_RECORDED
from tests.schemas.validate import kind_of

_FOREIGN = (*NOT_RECORDED, "cert-manager.io/", "monitoring.coreos.com/")
"""Groups that this API server does not have."""
_LOCAL = "overlays/local"
"""Has placeholders that no API server takes; localcluster fills them in and really applies it."""
_PRIVILEGED: dict[str, Document] = {
    "as root": {"securityContext": {"runAsUser": 0, "runAsNonRoot": False}},
    "with the host's network": {"hostNetwork": True},
    "with the host's files": {"volumes": [{"name": "host", "hostPath": {"path": "/"}}]},
}


@pytest.mark.parametrize("folder", [each for each in renderings() if each != _LOCAL])
def test_a_server_takes_every_object_strictly(world: World, folder: str) -> None:
    ours = [
        under_a_new_name(each)
        for each in rendered(folder)
        if not kind_of(each).startswith(_FOREIGN)
    ]
    said = world.kubectl(
        "apply", "--server-side", "--force-conflicts", "--dry-run=server", "--validate=strict",
        "--field-manager=tests", "-f", "-", stdin=yaml.safe_dump_all(ours),
    )  # fmt: skip
    taken = "serverside-applied (server dry run)"
    assert [line for line in said.splitlines() if not line.endswith(taken)] == []
    assert said.count(taken) == len(ours)


def test_what_is_no_field_is_found(world: World) -> None:
    document = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x"}, "sepc": {}}
    said = world.kubectl(
        "apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "-",
        stdin=yaml.safe_dump(document),
    )  # fmt: skip
    assert "sepc" in said


@pytest.mark.parametrize("folder", renderings())
def test_every_pod_of_ours_may_run_where_restricted_is_enforced(world: World, folder: str) -> None:
    documents = rendered(folder)
    with accounts(world, documents):
        for name, template in pod_templates(documents):
            said = create_pod(world, template)
            assert said.endswith("created (server dry run)"), f"{name}: {said}"


@pytest.mark.parametrize("how", _PRIVILEGED)
def test_a_pod_that_reaches_for_its_node_is_refused_in_our_namespace(
    world: World, how: str
) -> None:
    template = dict(pod_templates(rendered("base")))["Deployment/bondstone-hub"]
    spec = {**template["spec"], **_PRIVILEGED[how]}
    spec["volumes"] = [*template["spec"]["volumes"], *_PRIVILEGED[how].get("volumes", ())]
    said = create_pod(world, {**template, "spec": spec})
    assert 'violates PodSecurity "restricted' in said


def test_all_of_the_local_overlay_is_there(world: World) -> None:
    names = world.kubectl("-n", NAMESPACE, "get", "deployments,pdb,networkpolicies", "-o=name")
    wanted = {
        f"{each['kind']}/{each['metadata']['name']}".lower()
        for each in of(rendered(_LOCAL), "Deployment", "PodDisruptionBudget", "NetworkPolicy")
    }
    found = {line.partition(".")[0] + "/" + line.partition("/")[2] for line in names.splitlines()}
    assert found == wanted


def under_a_new_name(document: Document) -> Document:
    """Return a webhook configuration so: it would be merged with the one that is there."""
    if not document["kind"].endswith("WebhookConfiguration"):
        return document
    return {**document, "metadata": {**document["metadata"], "name": "tried"}}


@contextmanager
def accounts(world: World, documents: tuple[Document, ...]) -> Iterator[None]:
    """Have the ServiceAccounts of a rendering; a pod without its own is refused."""
    there = world.kubectl("-n", NAMESPACE, "get", "serviceaccounts", "-o=name")
    new = [
        each
        for each in of(documents, "ServiceAccount")
        if f"serviceaccount/{each['metadata']['name']}" not in there.split()
    ]
    if new:
        world.kubectl("apply", "-f", "-", stdin=yaml.safe_dump_all(new))
    yield
    for each in new:
        world.kubectl("-n", NAMESPACE, "delete", "serviceaccount", each["metadata"]["name"])


def create_pod(world: World, template: Document) -> str:
    """Return what the API server would say to such a pod."""
    metadata = {**template["metadata"], "name": "tried", "namespace": NAMESPACE}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]}
    return world.kubectl("create", "--dry-run=server", "-f", "-", stdin=yaml.safe_dump(pod))
