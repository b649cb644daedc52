# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The API server's half: what our parser would refuse is refused at kubectl apply already."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localcluster.cluster import LocalCluster, running
from localcluster.scheduler import MANIFESTS
from tests.assets.policies import BAD, GOOD

EXAMPLES = sorted((MANIFESTS / "examples").glob("*.yaml"))
CRD = MANIFESTS / "base" / "crds" / "trustpolicies.yaml"


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with running() as one:
        one.kubectl("apply", "-f", str(CRD))
        one.kubectl("wait", "--for=condition=Established", "crd/trustpolicies.bondstone.dev")
        yield one


def apply(cluster: LocalCluster, spec: dict[str, Any]) -> str:
    head = {"apiVersion": "bondstone.dev/v1alpha1", "kind": "TrustPolicy"}
    document = {**head, "metadata": {"name": "p"}, "spec": spec}
    arguments = ("apply", "--dry-run=server", "-f", "-")
    return cluster.kubectl(*arguments, stdin=json.dumps(document), check=False)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_policy_is_taken(cluster: LocalCluster, name: str) -> None:
    assert "created (server dry run)" in apply(cluster, GOOD[name])


@pytest.mark.parametrize("name", BAD)
def test_a_bad_one_is_refused(cluster: LocalCluster, name: str) -> None:
    said = apply(cluster, BAD[name])
    assert "created" not in said
    assert "spec" in said


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_taken(cluster: LocalCluster, path: Path) -> None:
    said = cluster.kubectl("apply", "--dry-run=server", "-f", str(path))
    assert said == f"trustpolicy.bondstone.dev/{path.stem[2:]} created (server dry run)\n"


def test_the_refusal_says_what_to_write(cluster: LocalCluster) -> None:
    assert "both selectors are empty; every pod is spelled" in apply(cluster, BAD["empty match"])
    assert "keyProviders must name whose" in apply(cluster, BAD["no providers"])


def test_kubectl_explains_every_field(cluster: LocalCluster) -> None:
    for field in ("match", "images", "nodes", "onTrustLost", "match.namespaceSelector"):
        assert (
            "<no description>"
            not in cluster.kubectl("explain", f"trustpolicy.spec.{field}").partition("FIELDS")[0]
        )
