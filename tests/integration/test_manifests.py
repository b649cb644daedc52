# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every overlay rendered by the real kubectl, and what must hold of it."""

import subprocess
from typing import Any

import pytest
import yaml

from localcluster.binaries import locate_binaries
from localcluster.scheduler import MANIFESTS
from tests.integration.manifests.rendering import kustomized
from trust.names import TAGS_ANNOTATION
from trust.template import TEMPLATE_KINDS

_PODS = {"pods", "pods/ephemeralcontainers"}
_BINDINGS = {"pods/binding", "bindings"}
_NAMESPACES = {"namespaces", "namespaces/status", "namespaces/finalize"}
JUDGED = {
    "MutatingWebhookConfiguration": _PODS,
    "ValidatingWebhookConfiguration": _PODS | _BINDINGS | _NAMESPACES,
}
NEVER_BEHIND_US = {"kube-system", "kube-node-lease", "bondstone-system"}


def render(folder: str) -> list[dict[str, Any]]:
    kubectl = locate_binaries()["kubectl"]
    done = subprocess.run(
        [kubectl, "kustomize", MANIFESTS / folder], capture_output=True, text=True, check=True
    )
    return list(yaml.safe_load_all(done.stdout))


def of_kind(documents: list[dict[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    return [document for document in documents if document["kind"] in kinds]


@pytest.fixture(scope="module", params=["base", "overlays/local"])
def documents(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return render(request.param)


def test_protected_namespaces_fail_closed_and_others_do_not(
    documents: list[dict[str, Any]],
) -> None:
    kinds = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
    for configuration in of_kind(documents, *kinds):
        for names in (("protected", "protected-changes"), ("others", "others-changes")):
            resources = set()
            for webhook in named(configuration, *names):
                name, protected = webhook["namespaceSelector"]["matchExpressions"]
                assert set(name["values"]) == NEVER_BEHIND_US
                assert name["operator"] == "NotIn"
                expected = ("In", "Fail") if names[0] == "protected" else ("NotIn", "Ignore")
                assert (protected["operator"], webhook["failurePolicy"]) == expected
                assert webhook["sideEffects"] == "None"
                resources |= {each for rule in webhook["rules"] for each in rule["resources"]}
            assert resources == JUDGED[configuration["kind"]]


def named(configuration: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    by_name = {each["name"].partition(".")[0]: each for each in configuration["webhooks"]}
    return [by_name[name] for name in names]


def test_a_status_fails_closed_where_pods_do_and_only_where_labels_or_tags_change(
    documents: list[dict[str, Any]],
) -> None:
    (configuration,) = of_kind(documents, "ValidatingWebhookConfiguration")
    by_name = {each["name"].partition(".")[0]: each for each in configuration["webhooks"]}
    for name in ("protected", "others"):
        pods, status = by_name[name], by_name[f"{name}-status"]
        for field in ("failurePolicy", "namespaceSelector", "sideEffects", "matchPolicy"):
            assert status[field] == pods[field]
        (rule,) = status["rules"]
        assert (rule["operations"], rule["resources"]) == (["UPDATE"], ["pods/status"])
        (condition,) = status["matchConditions"]
        for ground in ("metadata.labels", TAGS_ANNOTATION):
            assert ground in condition["expression"]


def test_templates_are_judged_wherever_pods_are_and_never_held_up(
    documents: list[dict[str, Any]],
) -> None:
    kinds = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
    for configuration in of_kind(documents, *kinds):
        for webhook in configuration["webhooks"]:
            if not webhook["name"].startswith("templates."):
                continue
            (name,) = webhook["namespaceSelector"]["matchExpressions"]
            assert (name["operator"], set(name["values"])) == ("NotIn", NEVER_BEHIND_US)
            assert webhook["failurePolicy"] == "Ignore"
            assert webhook["timeoutSeconds"] <= 5
            assert webhook["sideEffects"] == "None"
            resources = {
                f"{resource}.{group}" if group else resource
                for rule in webhook["rules"]
                for group in rule["apiGroups"]
                for resource in rule["resources"]
            }
            assert resources == TEMPLATE_KINDS.keys()


def test_mutation_can_be_limited_to_pods() -> None:
    parts = {"resources": ["../local"], "components": ["../../components/mutate-pods-only"]}
    left = {
        configuration["kind"]: [webhook["name"] for webhook in configuration["webhooks"]]
        for configuration in kustomized(parts)
        if "webhooks" in configuration
    }
    assert "templates.mutate.bondstone.dev" not in left["MutatingWebhookConfiguration"]
    assert "protected.mutate.bondstone.dev" in left["MutatingWebhookConfiguration"]
    assert "templates.validate.bondstone.dev" in left["ValidatingWebhookConfiguration"]


def test_only_the_hub_writes_and_nobody_may_everything(documents: list[dict[str, Any]]) -> None:
    writing = {"create", "update", "patch", "delete", "deletecollection"}
    for role in of_kind(documents, "ClusterRole"):
        verbs = {verb for rule in role["rules"] for verb in rule["verbs"]}
        assert not any("*" in str(rule) for rule in role["rules"]), role["metadata"]["name"]
        if role["metadata"]["name"] != "bondstone-hub":
            assert verbs.isdisjoint(writing), role["metadata"]["name"]
        assert "delete" not in verbs
        if "secrets" in str(role["rules"]):
            assert role["metadata"]["name"] == "bondstone-pull-secrets"
            assert role["rules"] == [
                {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}
            ]


def test_the_right_to_secrets_is_given_to_nobody(documents: list[dict[str, Any]]) -> None:
    for kind in ("ClusterRoleBinding", "RoleBinding"):
        names = {binding["roleRef"]["name"] for binding in of_kind(documents, kind)}
        assert "bondstone-pull-secrets" not in names


def test_every_field_of_the_policy_is_in_the_schema(documents: list[dict[str, Any]]) -> None:
    found = of_kind(documents, "CustomResourceDefinition")
    crds = {each["spec"]["names"]["kind"]: each for each in found}
    assert crds.keys() == {"TrustPolicy", "NodeIdentity"}
    crd = crds["TrustPolicy"]
    (version,) = crd["spec"]["versions"]
    spec = version["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
    assert spec.keys() == {"mode", "match", "images", "nodes", "onTrustLost"}
    assert spec["images"]["properties"].keys() == {"encryption", "keyProviders", "exempt"}
    assert spec["nodes"]["properties"].keys() == {"trust", "assetTags", "sources", "maxReportAge"}
    assert "x-kubernetes-preserve-unknown-fields" not in str(crds)
