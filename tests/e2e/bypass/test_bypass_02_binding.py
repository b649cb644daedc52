# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody binds a waiting pod to a node himself, past every scheduler."""

from collections.abc import Callable, Iterator

import pytest

from localcluster.world import BAD, EU, NEW, OTHER, US, World
from tests.e2e.binding import BOTH, bind
from tests.e2e.bypass.conftest import Create
from tests.e2e.conftest import GUARDED, Kubectl

GUARD = (
    "Bindings are judged, whoever binds, the scheduler included: the node must be good for the pod "
    "as it will be. No node outside protected namespaces waits for us (row 2b)."
)

POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: bound}
spec:
  match:
    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: guarded}}
    podSelector: {matchExpressions: [{key: public, operator: DoesNotExist}]}
  images: {encryption: NotRequired}
  nodes: {trust: Required, assetTags: {region: [EU]}}
"""


@pytest.fixture
def binder(user: Callable[..., Kubectl]) -> Kubectl:
    """Return kubectl as somebody who may bind pods."""
    return user("--verb=create,get", "--resource=pods,pods/binding,bindings")


@pytest.fixture
def waiting(
    world: World,
    create: Create,
    guarded: str,
    policies: Callable[[str], str],
    name: Callable[[], str],
) -> Iterator[str]:
    """Return a pod that no scheduler takes, and that a policy protects."""
    pod = name()
    assert "created" in create(pod, namespace=guarded, schedulerName="nobody")
    policies(POLICY)
    world.wait(
        lambda: "refuses this binding" in bind(world.kubectl, pod, BAD),
        what="the policy is in force",
    )
    yield pod
    world.kubectl("-n", guarded, "delete", "pod", pod, "--force", "--grace-period=0")


@pytest.mark.parametrize("path", BOTH)
def test_only_a_good_node_can_be_bound(
    world: World, binder: Kubectl, waiting: str, path: str
) -> None:
    refused = {
        BAD: "untrusted: PCR 7 does not match its reference value",
        NEW: "never attested",
        US: "asset tags differ: region is US, needed is EU",
        "nowhere": "the node is not known to Bondstone yet",
    }
    for node, why in refused.items():
        said = bind(binder, waiting, node, path)
        assert 'TrustPolicy "bound"' in said
        assert f'node "{node}": {why}' in said
    assert world.node_of(waiting, namespace=GUARDED) == ""


def test_a_good_node_can_be_bound_where_the_binding_says_which_pod_it_means(
    world: World, binder: Kubectl, waiting: str
) -> None:
    """The old resource cannot: the API server drops the UID before anybody sees it."""
    missing = "metadata.uid of the Binding is missing"
    assert missing in bind(binder, waiting, EU, uid="")
    assert missing in bind(binder, waiting, EU, "bindings")
    assert "is not there any more" in bind(binder, waiting, EU, uid="another")
    assert world.node_of(waiting, namespace=GUARDED) == ""
    bind(binder, waiting, EU)
    assert world.node_of(waiting, namespace=GUARDED) == EU


@pytest.mark.parametrize("path", BOTH)
def test_a_binding_cannot_change_what_the_pod_is(
    world: World, binder: Kubectl, waiting: str, path: str
) -> None:
    """The API server writes labels and annotations of the Binding into the pod."""
    said = bind(binder, waiting, BAD, path, labels={"public": "yes"})
    assert "labels or annotations of the Binding change what" in said
    said = bind(binder, waiting, EU, path, annotations={"bondstone.dev/asset-tags": "region=US"})
    assert "labels or annotations of the Binding change what" in said
    bind(binder, waiting, EU, labels={"note": "x"})
    label = "-o=jsonpath={.metadata.labels.note}"
    assert world.kubectl("-n", GUARDED, "get", "pod", waiting, label) == "x"


def test_a_scheduler_is_refused_with_a_text_that_people_read_in_the_event(
    world: World,
    create: Create,
    guarded: str,
    policies: Callable[[str], str],
    name: Callable[[], str],
) -> None:
    pod = name()
    create(
        pod,
        namespace=guarded,
        schedulingGates=[{"name": "example.com/later"}],
        nodeSelector={"kubernetes.io/hostname": BAD},
    )
    policies(POLICY)
    world.wait(
        lambda: "refuses this binding" in bind(world.kubectl, pod, BAD),
        what="the policy is in force",
    )
    opened = '{"spec": {"schedulingGates": null}}'
    world.kubectl("-n", guarded, "patch", "pod", pod, f"-p={opened}")
    text = 'refuses this binding: node "eu-untrusted": untrusted: PCR 7 does not match'
    world.wait(lambda: text in world.events_of(pod, namespace=guarded), what="the event says why")
    assert 'running Bind plugin "DefaultBinder"' in world.events_of(pod, namespace=guarded)
    assert world.node_of(pod, namespace=guarded) == ""
    world.kubectl("-n", guarded, "delete", "pod", pod, "--force", "--grace-period=0")


def test_while_no_webhook_answers_only_protected_pods_wait(
    world: World,
    create: Create,
    waiting: str,
    binder: Kubectl,
    name: Callable[[], str],
    revived: Callable[[str], None],
) -> None:
    revived("webhook")
    for namespace in (OTHER, "kube-system"):
        pod = name()
        assert "created" in create(pod, namespace=namespace)
        world.wait(
            lambda pod=pod, namespace=namespace: world.node_of(pod, namespace=namespace),  # type: ignore[misc]
            what=f"a pod of {namespace} is bound",
        )
        world.kubectl("-n", namespace, "delete", "pod", pod, "--force", "--grace-period=0")
    assert "failed calling webhook" in bind(binder, waiting, EU)
    world.bondstone.launch("webhook")
    world.bondstone.wait_ready("webhook")
    bind(binder, waiting, EU)
    assert world.node_of(waiting, namespace=GUARDED) == EU
