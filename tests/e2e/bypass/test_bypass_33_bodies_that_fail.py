# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod is written so that the call to the webhook fails, where failed calls are ignored."""

from collections.abc import Callable, Iterator

import pytest

from localcluster.errors import LocalClusterError
from localcluster.images import Pushed
from localcluster.world import World

GUARD = "Whatever comes with a uid is answered with a refusal, in a body of any size."

NAMESPACE = "just-created"
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: secrets}
spec:
  match: {namespaceSelector: {matchLabels: {team: secret}}}
  images: {encryption: Required, keyProviders: [jwe]}
  nodes: {trust: Required}
"""


@pytest.fixture
def unlabelled(
    world: World, policies: Callable[[str], str], revived: Callable[[str], None]
) -> Iterator[str]:
    """Return a namespace that a policy selects and that the hub has not labelled: it is dead."""
    policies(POLICY)
    revived("hub")
    world.kubectl("create", "namespace", NAMESPACE)
    world.kubectl("label", "namespace", NAMESPACE, "team=secret")
    account = ("get", "serviceaccount", "default", "-o=name", "-n", NAMESPACE)
    world.wait(
        lambda: world.kubectl(*account).startswith("serviceaccount/"),
        what="the namespace has its ServiceAccount",
    )
    yield NAMESPACE
    world.kubectl("delete", "namespace", NAMESPACE, "--wait=false")


def nested(levels: int) -> dict[str, object]:
    value: dict[str, object] = {}
    for _ in range(levels):
        value = {"f:a": value}
    return value


def test_no_body_makes_the_call_fail(
    world: World, unlabelled: str, plain: Pushed, name: Callable[[], str]
) -> None:
    def create(metadata: dict[str, object], environment: str = "") -> str:
        variables = [{"name": "A", "value": environment}]
        document = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": name(), **metadata},
            "spec": {"containers": [{"name": "a", "image": plain.reference, "env": variables}]},
        }
        try:
            # Not kubectl: it writes a "<" in six bytes, as the API server does towards us.
            world.cluster.api.call("POST", f"/api/v1/namespaces/{unlabelled}/pods", document)
        except LocalClusterError as exc:
            return str(exc)
        return "created"

    world.wait(lambda: "are not encrypted" in create({}), what="the policy is in force")
    managed = {
        "manager": "a", "operation": "Update", "apiVersion": "v1",
        "fieldsType": "FieldsV1", "fieldsV1": nested(150),
    }  # fmt: skip
    assert "the review cannot be read" in create({"managedFields": [managed]})
    assert "are not encrypted" in create({}, "<" * 1_400_000)
