# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All that is rendered against the schemas of the three newest minors of Kubernetes."""

import copy

import pytest

from tests.integration.manifests.rendering import named, rendered, renderings
from tests.schemas.record import KUBERNETES
from tests.schemas.validate import Schemas, kind_of

NOT_RECORDED = ("cert-manager.io/", "operator.openshift.io/", "trust.cert-manager.io/")
"""Groups of whose kinds no schema is recorded: their own operators refuse what is wrong."""


@pytest.mark.parametrize("minor", KUBERNETES)
@pytest.mark.parametrize("folder", renderings())
def test_every_object_is_one_that_this_minor_takes(folder: str, minor: str) -> None:
    schemas, others = Schemas.read(f"kubernetes-{minor}"), Schemas.read("prometheus-operator")
    for document in rendered(folder):
        if kind_of(document).startswith(NOT_RECORDED):
            continue
        which = others if others.knows(document) else schemas
        assert which.knows(document), f"no schema of {kind_of(document)}: add it to record.py"
        assert which.problems(document) == []


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
