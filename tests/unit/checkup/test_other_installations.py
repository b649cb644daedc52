# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is there under our names and is not ours."""

from typing import Any

from checkup.other_installations import other_installations
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told

REGISTRATION = "/apis/admissionregistration.k8s.io/v1"
MUTATING = f"{REGISTRATION}/mutatingwebhookconfigurations"
VALIDATING = f"{REGISTRATION}/validatingwebhookconfigurations"
CRD = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/trustpolicies.bondstone.dev"
BINDINGS = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
NOTHING = {"cluster": "ok: nothing of another installation is in the way"}


def api(**objects: Any) -> SimulatedApi:  # noqa: ANN401  any objects
    return SimulatedApi(objects={MUTATING: [], VALIDATING: [], BINDINGS: [], **objects})


def configuration(name: str, entry: str, **client: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"metadata": {"name": name}, "webhooks": [{"name": entry, "clientConfig": client}]}


def binding(namespace: str, role: str = "bondstone-hub") -> dict[str, Any]:
    subject = {"kind": "ServiceAccount", "name": "x", "namespace": namespace}
    return {"metadata": {"name": role}, "roleRef": {"name": role}, "subjects": [subject]}


def test_an_empty_cluster_and_our_own_installation_are_fine() -> None:
    assert told(other_installations(api())) == NOTHING
    ours = configuration("bondstone", "a.bondstone.dev", service={"namespace": "bondstone-system"})
    crd = {"metadata": {}, "status": {"storedVersions": ["v1alpha1"]}}
    others = [configuration("istio", "a.istio.io", service={"namespace": "istio-system"})]
    found = api(**{MUTATING: [ours, *others], BINDINGS: [binding("bondstone-system")], CRD: crd})
    assert told(other_installations(found)) == NOTHING


def test_a_webhook_of_another_namespace_or_name_is_in_the_way() -> None:
    elsewhere = configuration("bondstone", "a.bondstone.dev", service={"namespace": "security"})
    named = configuration("bondstone-2", "a.bondstone.dev", url="https://x")
    found = told(other_installations(api(**{MUTATING: [elsewhere], VALIDATING: [named]})))
    assert found == {
        "MutatingWebhookConfiguration bondstone": "wrong: calls namespace security",
        "ValidatingWebhookConfiguration bondstone-2":
            "wrong: has entries of bondstone.dev under another name",
    }  # fmt: skip


def test_kinds_of_another_version_or_that_are_going_are_in_the_way() -> None:
    later = {"metadata": {}, "status": {"storedVersions": ["v2"]}}
    subject = "CustomResourceDefinition trustpolicies.bondstone.dev"
    assert told(other_installations(api(**{CRD: later}))) == {
        subject: "wrong: keeps objects of version v2"
    }
    going = {"metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z"}}
    assert told(other_installations(api(**{CRD: going}))) == {subject: "wrong: is being deleted"}


def test_rights_of_another_namespace_are_in_the_way() -> None:
    found = api(**{BINDINGS: [binding("security"), binding("x", role="cluster-admin")]})
    assert told(other_installations(found)) == {
        "ClusterRoleBinding bondstone-hub": "wrong: gives rights to namespace security"
    }
