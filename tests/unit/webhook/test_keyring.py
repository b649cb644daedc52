# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What pods show to registries."""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import pytest

from cluster.errors import ClusterError, ForbiddenError, NotFoundError, UnreachableError
from trust.pod import Pod
from trust.reference import parse_reference
from webhook.keyring import OwnCredentials, PodCredentials

IMAGE = parse_reference("r.example/shop/api:1")


class Secrets:
    """Secrets of the namespace payments, by name."""

    def __init__(self, found: Mapping[str, Mapping[str, Any] | ClusterError]) -> None:
        self._found = found
        self.asked: list[tuple[str, str]] = []

    def get(self, namespace: str, name: str) -> Mapping[str, Any]:
        """Return one, or say why not."""
        self.asked.append((namespace, name))
        found = self._found[name]
        if isinstance(found, ClusterError):
            raise found
        return found


def secret(user: str, host: str = "r.example") -> dict[str, Any]:
    document = json.dumps({host: {"username": user, "password": "hush"}})
    data = {".dockercfg": b64encode(document.encode()).decode()}
    return {"type": "kubernetes.io/dockercfg", "data": data}


def pod(*names: str) -> Pod:
    return Pod(namespace="payments", name="p", pull_secrets=names)


def test_credentials_of_all_secrets_of_the_pods_namespace_are_shown() -> None:
    secrets = Secrets({"a": secret("bob"), "b": secret("eve"), "c": secret("x", "other.example")})
    keyring = PodCredentials(secrets).keyring(pod("a", "b", "c"))
    assert [each.username for each in keyring.credentials(IMAGE)] == ["bob", "eve"]
    assert keyring.unusable == ()
    assert secrets.asked == [("payments", name) for name in "abc"]


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (ForbiddenError("403"), "bind the ClusterRole bondstone-pull-secrets to Bondstone's"),
        (NotFoundError("404"), "does not exist"),
        (UnreachableError("the API server did not answer"), "did not answer"),
        ({"type": "Opaque"}, "its type is not"),
    ],
)
def test_one_that_cannot_be_used_is_named_and_leaves_the_others_in_force(
    found: Mapping[str, Any] | ClusterError, why: str
) -> None:
    keyring = PodCredentials(Secrets({"bad": found, "a": secret("bob")})).keyring(pod("bad", "a"))
    assert [each.username for each in keyring.credentials(IMAGE)] == ["bob"]
    (said,) = keyring.unusable
    assert said.startswith('pull secret "bad" ')
    assert why in said


def test_so_many_are_read_and_no_more() -> None:
    names = [f"s{number}" for number in range(40)]
    secrets = Secrets(dict.fromkeys(names, secret("bob")))
    assert PodCredentials(secrets).keyring(pod(*names)).unusable == (
        "only the first 32 pull secrets are read",
    )
    assert len(secrets.asked) == 32


def test_where_secrets_are_not_read_a_pod_that_has_some_is_told() -> None:
    assert OwnCredentials().keyring(pod()).unusable == ()
    assert "--pull-secrets=own" in OwnCredentials().keyring(pod("a")).unusable[0]
    assert OwnCredentials().keyring(pod("a")).credentials(IMAGE) == ()
