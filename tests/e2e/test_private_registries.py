# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Registries that ask who it is, answered with the pull secrets that pods have already."""

import json
from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Images, Pushed
from localcluster.ports import HOST
from localcluster.registry import Login, registry_running
from localcluster.world import EU, PROTECTED, World
from tests.e2e.granted import wait_granted

Name = Callable[[], str]
LOGIN = Login(username="bob", password="pass:word")  # noqa: S106  of a throw-away registry
RIGHT = ("rolebinding", "bondstone-pull-secrets")
WEBHOOK = ("-n", PROTECTED, "--as=system:serviceaccount:bondstone-system:bondstone-webhook")


@pytest.fixture(scope="module")
def private(world: World) -> Iterator[Pushed]:
    """An encrypted image that only bob may pull."""
    cluster = world.cluster
    with registry_running(
        cluster.binaries, cluster.pki, port=cluster.ports.private_registry,
        folder=cluster.folder / "private", login=LOGIN,
    ) as registry:  # fmt: skip
        yield Images(registry).encrypted("shop/secret:1")


@pytest.fixture
def right(world: World) -> Iterator[Callable[[], None]]:
    """Give the webhook the right to read Secrets of the protected namespace, as the README says."""

    def give() -> None:
        world.kubectl(
            "-n", PROTECTED, "create", *RIGHT, "--clusterrole=bondstone-pull-secrets",
            "--serviceaccount=bondstone-system:bondstone-webhook",
        )  # fmt: skip
        wait_granted(world, "get", "secrets", *WEBHOOK)

    yield give
    world.kubectl("-n", PROTECTED, "delete", *RIGHT)
    wait_granted(world, "get", "secrets", *WEBHOOK, granted=False)


def pull_secret(world: World, name: str, password: str = LOGIN.password) -> None:
    host = f"{HOST}:{world.cluster.ports.private_registry}"
    world.kubectl(
        "-n", PROTECTED, "create", "secret", "docker-registry", name, f"--docker-server={host}",
        f"--docker-username={LOGIN.username}", f"--docker-password={password}",
    )  # fmt: skip


def run(world: World, pod: str, image: Pushed, *secrets: str) -> str:
    names = [{"name": secret} for secret in secrets]
    override = json.dumps({"spec": {"imagePullSecrets": names}})
    command = ("run", pod, f"--image={image.reference}", "--restart=Never")
    return world.kubectl("-n", PROTECTED, *command, f"--overrides={override}")


def test_a_pod_without_a_secret_is_refused_without_a_denial(
    world: World, private: Pushed, name: Name
) -> None:
    said = run(world, name(), private)
    assert "could not be evaluated, so the pod is not admitted" in said
    assert "refuses the credentials (401)" in said
    assert "give the pod a pull secret for this image" in said


def test_a_secret_that_may_not_be_read_names_the_right_that_is_missing(
    world: World, private: Pushed, name: Name
) -> None:
    secret = name()
    pull_secret(world, secret)
    said = run(world, name(), private, secret)
    assert f'pull secret "{secret}" may not be read: bind the ClusterRole' in said
    assert "pass:word" not in said


def test_the_pods_own_secret_opens_the_registry(
    world: World, private: Pushed, right: Callable[[], None], name: Name
) -> None:
    right()
    wrong, good, pod = name(), name(), name()
    pull_secret(world, wrong, "guess")
    pull_secret(world, good)
    said = run(world, pod, private, wrong, good)
    assert "created" in said
    assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == EU


def test_a_secret_of_the_service_account_does_as_well(
    world: World, private: Pushed, right: Callable[[], None], name: Name
) -> None:
    right()
    secret, account, pod = name(), name(), name()
    pull_secret(world, secret)
    document = {
        "apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": account},
        "imagePullSecrets": [{"name": secret}],
    }  # fmt: skip
    world.kubectl("-n", PROTECTED, "apply", "-f", "-", stdin=json.dumps(document))
    override = json.dumps({"spec": {"serviceAccountName": account}})
    said = world.kubectl(
        "-n", PROTECTED, "run", pod, f"--image={private.reference}", "--restart=Never",
        f"--overrides={override}",
    )  # fmt: skip
    assert "created" in said


def test_a_wrong_secret_is_counted_and_not_told(
    world: World, private: Pushed, right: Callable[[], None], name: Name
) -> None:
    right()
    secret = name()
    pull_secret(world, secret, "guess")
    said = run(world, name(), private, secret)
    assert "refuses the credentials (401), and 1 of the pod's pull secrets" in said
    assert "guess" not in said
