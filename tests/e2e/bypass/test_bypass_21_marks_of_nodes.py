# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A node, or somebody with every right to nodes, writes that the node is trusted."""

import json
from collections.abc import Callable
from functools import partial

import pytest

from localcluster.world import BAD, EU, World
from tests.e2e.conftest import Kubectl
from trust.names import TAG_PREFIX, TRUSTED_LABEL

GUARD = (
    "Labels under our prefixes, our condition and our annotations of nodes are written by the hub "
    "alone: a policy in the API server refuses everybody else. Decisions do not rest on them."
)

ALL = "--verb=*", "--resource=nodes,nodes/status"
REFUSED = "only the hub of Bondstone may write it"
Who = Callable[[], Kubectl]


@pytest.fixture(params=["user", "administrator"])
def anybody(request: pytest.FixtureRequest, world: World, user: Callable[..., Kubectl]) -> Kubectl:
    """Return kubectl as somebody with every right to nodes."""
    return user(*ALL) if request.param == "user" else world.kubectl


@pytest.fixture
def kubelet(world: World) -> Kubectl:
    """Return kubectl as the untrusted node."""
    return partial(world.kubectl, f"--kubeconfig={world.cluster.node_kubeconfig(BAD)}")


@pytest.mark.parametrize(
    "label", [f"{TRUSTED_LABEL}=true", f"{TRUSTED_LABEL}-", f"{TAG_PREFIX}tier=1"]
)
def test_nobody_writes_or_removes_our_labels(
    anybody: Kubectl, kubelet: Kubectl, label: str
) -> None:
    assert REFUSED in anybody("label", "node", BAD, label, "--overwrite")
    assert "is not allowed to modify labels" in kubelet("label", "node", BAD, label, "--overwrite")


def test_nobody_creates_a_node_that_has_them(anybody: Kubectl, world: World) -> None:
    metadata = {"name": "forged", "labels": {f"{TAG_PREFIX}region": "EU"}}
    condition = {"type": "bondstone.dev/Attested", "status": "True"}
    labelled = {"apiVersion": "v1", "kind": "Node", "metadata": metadata}
    attested = {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": "forged"},
        "status": {"conditions": [condition]},
    }
    for node in (labelled, attested):
        assert REFUSED in anybody("create", "-f", "-", stdin=json.dumps(node))
    itself = partial(world.kubectl, f"--kubeconfig={world.cluster.node_kubeconfig('forged')}")
    said = itself("create", "-f", "-", stdin=json.dumps(labelled))
    assert "is not allowed to set the following labels" in said
    assert REFUSED in itself("create", "-f", "-", stdin=json.dumps(attested))


def test_nobody_writes_our_condition(anybody: Kubectl, kubelet: Kubectl, world: World) -> None:
    document = json.loads(world.kubectl("get", "node", BAD, "-o=json"))
    (ours,) = (
        each
        for each in document["status"]["conditions"]
        if each["type"] == "bondstone.dev/Attested"
    )
    ours["status"] = "True"
    put = ("replace", "--raw", f"/api/v1/nodes/{BAD}/status", "-f", "-")
    for forger in (anybody, kubelet):
        assert REFUSED in forger(*put, stdin=json.dumps(document))
    document["status"]["conditions"].remove(ours)
    assert REFUSED in anybody(*put, stdin=json.dumps(document))


def test_nobody_writes_our_annotations(anybody: Kubectl, kubelet: Kubectl) -> None:
    for forger in (anybody, kubelet):
        said = forger("annotate", "node", BAD, "bondstone.dev/note=x", "--overwrite")
        assert REFUSED in said


def test_what_is_not_ours_is_written_as_ever(anybody: Kubectl, kubelet: Kubectl) -> None:
    for writer in (anybody, kubelet):
        assert "labeled" in writer("label", "node", BAD, "rack=7", "--overwrite")
        assert "annotated" in writer("annotate", "node", BAD, "note=x", "--overwrite")
    assert "labeled" in anybody("label", "node", EU, "rack-")
