# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All that is rendered against the schemas of the three newest minors of Kubernetes."""

import copy

import pytest

from tests.integration.manifests.rendering import named, rendered, renderings
from tests.schemas.record import KUBERNETES
from tests.schemas.validate import Schemas, kind_of

NOT_RECORDED = ("operator.openshift.io/",)
"""Groups of whose kinds no schema is recorded: their own operators refuse what is wrong."""
OPERATORS = ("cert-manager", "prometheus-operator")


@pytest.mark.parametrize("minor", KUBERNETES)
@pytest.mark.parametrize("folder", renderings())
def test_every_object_is_one_that_this_minor_takes(folder: str, minor: str) -> None:
    known = [Schemas.read(name) for name in (f"kubernetes-{minor}", *OPERATORS)]
    for document in rendered(folder):
        if kind_of(document).startswith(NOT_RECORDED):
            continue
        which = [schemas for schemas in known if schemas.knows(document)]
        assert len(which) == 1, f"no schema of {kind_of(document)}: add it to record.py"
        assert which[0].problems(document) == []


@pytest.mark.parametrize("minor", KUBERNETES)
def test_what_is_wrong_is_found(minor: str) -> None:
    schemas = Schemas.read(f"kubernetes-{minor}")
    deployment = copy.deepcopy(named(rendered("base"), "Deployment", "bondstone-webhook"))
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    container["readOnlyRootFileSystem"] = True
    deployment["spec"]["replicas"] = "2"
    del container["name"]
    del deployment["spec"]["selector"]
    assert sorted(problem.partition(": ")[2] for problem in schemas.problems(deployment)) == [
        ".spec.replicas: '2' is no integer",
        ".spec.selector: is missing",
        ".spec.template.spec.containers[0].name: is missing",
        ".spec.template.spec.containers[0].readOnlyRootFileSystem: is no field",
    ]


def test_what_is_wrong_with_certificates_is_found() -> None:
    schemas = Schemas.read("cert-manager")
    documents = rendered("overlays/cert-manager")
    certificate = copy.deepcopy(named(documents, "Certificate", "bondstone-webhook"))
    certificate["spec"]["renewbefore"] = certificate["spec"].pop("renewBefore")
    certificate["spec"]["privateKey"]["algorithm"] = "EC"
    certificate["spec"]["isCA"] = "false"
    del certificate["spec"]["secretName"]
    assert sorted(problem.partition(": ")[2] for problem in schemas.problems(certificate)) == [
        ".spec.isCA: 'false' is no boolean",
        ".spec.privateKey.algorithm: 'EC' is none of ['RSA', 'ECDSA', 'Ed25519']",
        ".spec.renewbefore: is no field",
        ".spec.secretName: is missing",
    ]
    issuer = copy.deepcopy(named(documents, "Issuer", "bondstone"))
    issuer["spec"]["ca"] = {"secret": issuer["spec"]["ca"]["secretName"]}
    assert sorted(problem.partition(": ")[2] for problem in schemas.problems(issuer)) == [
        ".spec.ca.secret: is no field",
        ".spec.ca.secretName: is missing",
    ]
