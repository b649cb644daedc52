# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The API server's half: what our parser would refuse is refused at kubectl apply already."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

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


@pytest.mark.parametrize(
    ("name", "place", "text"),
    [
        (
            "bad provider",
            "images.keyProviders[0]",
            "a key provider is jwe, pkcs7 or provider.<name>",
        ),
        ("age without unit", "nodes.maxReportAge", "it is not hours, minutes and seconds"),
        ("exempt tag", "images.exempt[0]", "an exemption needs a digest"),
        ("exempt capitals", "images.exempt[0]", "it is not the name of an image"),
        ("exempt of nothing", "images", "keyProviders and exempt mean nothing with NotRequired"),
    ],
)
def test_the_refusal_is_a_sentence(cluster: LocalCluster, name: str, place: str, text: str) -> None:
    said = apply(cluster, BAD[name])
    assert f"spec.{place}: Invalid value" in said
    assert text in said
    assert "should match" not in said


def test_the_placeholders_of_the_overlay_are_refused(cluster: LocalCluster) -> None:
    overlay = str(MANIFESTS / "overlays" / "local")
    said = cluster.kubectl("apply", "--dry-run=server", "-k", overlay, check=False)
    for kind in ("mutating", "validating"):
        assert (
            f"{kind}webhookconfiguration.admissionregistration.k8s.io/bondstone created" not in said
        )
    assert said.count("illegal base64 data") == 2


def test_kubectl_explains_every_field(cluster: LocalCluster) -> None:
    (version,) = yaml.safe_load(CRD.read_text())["spec"]["versions"]
    schema = version["schema"]["openAPIV3Schema"]
    own = {name: schema["properties"][name] for name in ("spec", "status")}
    assert list(undescribed(own)) == []
    for field in ("spec.match.podSelector.matchLabels", "spec.onTrustLost", "status.conditions"):
        said = cluster.kubectl("explain", f"trustpolicy.{field}")
        assert "DESCRIPTION:" in said
        assert "<no description>" not in said.partition("FIELDS")[0]
    assert "moves no pod" in " ".join(cluster.kubectl("explain", "tp.spec.onTrustLost").split())


def undescribed(properties: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the fields without a description."""
    for name, schema in properties.items():
        if "description" not in schema:
            yield f"{path}.{name}"
        items = schema.get("items", {})
        for inner in (schema.get("properties", {}), items.get("properties", {})):
            yield from undescribed(inner, f"{path}.{name}")
