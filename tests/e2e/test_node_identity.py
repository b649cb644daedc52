# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A report belongs to one node: identities that administrators write, and who may write them."""

import json
from collections.abc import Callable, Iterator

import pytest

from localcluster.identities import node_identity
from localcluster.images import Pushed
from localcluster.world import EU, US, World
from tests.e2e.conftest import Kubectl

Name = Callable[[], str]
EK, OTHER_EK = "ab" * 32, "cd" * 32
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: elsewhere-vouched}
spec:
  match: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: payments}}}
  images: {encryption: NotRequired}
  nodes: {trust: Required, sources: [hvs]}
"""
pytestmark = pytest.mark.usefixtures("trust_restored")


def identity(name: str, **spec: str) -> str:
    return json.dumps(node_identity(name, **spec))


@pytest.fixture
def write(world: World) -> Iterator[Callable[[str], str]]:
    """Apply NodeIdentities as an administrator; they are gone afterwards."""
    yield lambda document: world.kubectl("apply", "-f", "-", stdin=document)
    world.kubectl("delete", "nodeidentities", "--all")


def test_two_nodes_that_claim_one_identity_are_both_untrusted(
    world: World, encrypted: Pushed, name: Name, write: Callable[[str], str]
) -> None:
    for node in (EU, US):
        assert "created" in write(identity(node, ekHash=EK))
    for node in (EU, US):
        world.wait(lambda node=node: world.label_of(node) == "false", what=node)  # type: ignore[misc]
    pod = name()
    world.run_pod(pod, encrypted.reference)
    told = f"{EU}: NodeIdentity {US} claims the same hardware"
    world.wait(lambda: told in world.events_of(pod), what="the pod waits because of it")
    assert world.node_of(pod) == ""
    write(identity(US, ekHash=OTHER_EK))
    assert world.wait(lambda: world.node_of(pod), what="it is bound by itself") == EU


def test_the_uid_of_a_vouched_node_is_kept_in_the_status_by_the_hub(
    world: World, write: Callable[[str], str]
) -> None:
    write(identity(EU, ekHash=EK))
    uid = world.kubectl("get", "node", EU, "-o=jsonpath={.metadata.uid}")
    kept = ("get", "nodeidentity", EU, "-o=jsonpath={.status.nodeUID}")
    assert world.wait(lambda: world.kubectl(*kept), what="the hub writes it") == uid


def test_a_hint_of_the_hub_takes_trust_away_until_the_next_attestation(
    world: World, write: Callable[[str], str]
) -> None:
    write(identity(EU, ekHash=EK))
    source = "unsafe-reports-file"
    later = {"source": source, "since": "2999-01-01T00:00:00Z", "why": "PCR 7 (a hint)"}
    hinted = json.dumps({"status": {"suspicions": [later]}})
    patch = ("patch", "nodeidentity", EU, "--subresource=status", "--type=merge")
    world.kubectl(*patch, f"-p={hinted}")
    world.wait(lambda: world.label_of(EU) == "unknown", what="the hint counts")
    said = world.kubectl("get", "nodeidentities")
    assert "PCR 7 (a hint)" in said
    earlier = {**later, "since": "2020-01-01T00:00:00Z"}
    world.kubectl(*patch, f"-p={json.dumps({'status': {'suspicions': [earlier]}})}")
    world.wait(lambda: world.label_of(EU) == "true", what="its evidence is younger than the hint")


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({}, "it says nothing"),
        ({"ekHash": "AB" * 32}, "should match"),
        ({"hardwareUUID": "no"}, "should match"),
        ({"hardwareUUID": "0009e54e-642f-e511-906e-0012795d96dd", "tags": "x"}, "unknown field"),
    ],
)
def test_what_is_no_identity_is_refused_by_the_api_server(
    world: World, write: Callable[[str], str], spec: dict[str, str], said: str
) -> None:
    assert said in write(identity(EU, **spec))


def test_nobody_but_an_administrator_writes_identities(
    world: World, user: Callable[..., Kubectl]
) -> None:
    editor = user("--verb=get,list", "--resource=nodeidentities.bondstone.dev", role="admin")
    for who in (
        editor,
        lambda *words, **given: world.kubectl(
            "--as=system:serviceaccount:bondstone-system:bondstone-hub", *words, **given
        ),
        lambda *words, **given: world.kubectl(
            f"--as=system:node:{EU}", "--as-group=system:nodes", *words, **given
        ),
    ):
        assert "orbidden" in who("create", "-f", "-", stdin=identity(EU, ekHash=EK))


def test_a_source_that_is_not_configured_vouches_for_nobody(
    world: World, encrypted: Pushed, name: Name, policies: Callable[[str], str]
) -> None:
    assert "created" in policies(POLICY)
    pod = name()
    world.run_pod(pod, encrypted.reference)
    told = 'verification service "hvs" is named by a policy and not configured'
    world.wait(lambda: told in world.events_of(pod), what="the pod is told")
    assert world.node_of(pod) == ""
