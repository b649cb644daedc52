# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rights of everything that is shipped; tests/e2e/manifests asks for those of each account."""

from localcluster.bondstone import NAMESPACE
from tests.integration.manifests.rendering import (
    Document,
    of,
    pod_templates,
)

_BUILT_IN = {"system:kube-scheduler", "system:volume-scheduler"}


def test_no_right_is_one_to_everything(documents: tuple[Document, ...]) -> None:
    for role in of(documents, "ClusterRole", "Role"):
        for rule in role["rules"]:
            assert "*" not in str(rule), role["metadata"]["name"]
            assert not {"escalate", "bind", "impersonate"} & set(rule["verbs"])


def test_secrets_are_for_the_issuer_by_name_and_for_whom_the_operator_binds(
    documents: tuple[Document, ...],
) -> None:
    bound = {each["roleRef"]["name"] for each in of(documents, "ClusterRoleBinding", "RoleBinding")}
    for role in of(documents, "ClusterRole", "Role"):
        for rule in role["rules"]:
            if "secrets" not in rule["resources"]:
                continue
            if role["metadata"]["name"] == "bondstone-pull-secrets":
                assert (role["kind"], rule["verbs"]) == ("ClusterRole", ["get"])
                assert "bondstone-pull-secrets" not in bound
            else:
                assert role["metadata"]["name"] == "bondstone-issuer"
                assert (role["kind"], role["metadata"]["namespace"]) == ("Role", NAMESPACE)
                assert all(name.startswith("bondstone-") for name in rule["resourceNames"])
                assert not {"list", "watch", "delete"} & set(rule["verbs"])


def test_every_binding_is_of_a_role_and_an_account_of_ours(
    documents: tuple[Document, ...],
) -> None:
    roles = {each["metadata"]["name"] for each in of(documents, "ClusterRole", "Role")}
    accounts = {each["metadata"]["name"] for each in of(documents, "ServiceAccount")}
    for binding in of(documents, "ClusterRoleBinding", "RoleBinding"):
        assert binding["roleRef"]["name"] in roles | _BUILT_IN
        for subject in binding["subjects"]:
            assert subject["kind"] == "ServiceAccount"
            assert subject["namespace"] == NAMESPACE
            assert subject["name"] in accounts


def test_every_pod_has_an_account_of_its_own(documents: tuple[Document, ...]) -> None:
    accounts = {each["metadata"]["name"] for each in of(documents, "ServiceAccount")}
    used = [template["spec"]["serviceAccountName"] for _, template in pod_templates(documents)]
    assert len(used) == len(set(used))
    assert set(used) <= accounts
