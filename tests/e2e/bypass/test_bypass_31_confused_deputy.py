# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod makes the webhook use rights or credentials that the pod's author has not."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from localcluster.world import OTHER, PROTECTED, World
from tests.e2e.bypass.conftest import Create, Serve
from tests.e2e.granted import wait_granted
from tests.simulators.answers import Answer, Asked
from tests.simulators.registry import RegistrySimulator

GUARD = (
    "Pull secrets come from the pod's own namespace, where an administrator has bound the right "
    "to read them; each is shown to its registry alone, and the webhook's own token to nobody."
)

Name = Callable[[], str]
ASKS = Answer(status=401, headers={"WWW-Authenticate": 'Basic realm="r"'})
ACCOUNT = "system:serviceaccount:bondstone-system:bondstone-webhook"


def basic(password: str) -> str:
    return f"Basic {b64encode(f'bob:{password}'.encode()).decode()}"


@pytest.fixture
def bound(world: World) -> Iterator[None]:
    """Give the webhook the right to read Secrets of the protected namespace alone."""
    binding = ("-n", PROTECTED, "rolebinding", "bondstone-pull-secrets")
    world.kubectl(
        *binding[:2], "create", *binding[2:], "--clusterrole=bondstone-pull-secrets",
        "--serviceaccount=bondstone-system:bondstone-webhook",
    )  # fmt: skip
    whose = (*binding[:2], f"--as={ACCOUNT}")
    wait_granted(world, "get", "secrets", *whose)
    yield
    world.kubectl(*binding[:2], "delete", *binding[2:])
    wait_granted(world, "get", "secrets", *whose, granted=False)


def put_secret(world: World, namespace: str, name: str, host: str, password: str) -> None:
    world.kubectl(
        "-n", namespace, "create", "secret", "docker-registry", name, f"--docker-server={host}",
        "--docker-username=bob", f"--docker-password={password}",
    )  # fmt: skip


def say(answer: Answer, asked: Asked) -> Answer:
    del asked
    return answer


def shown(liar: RegistrySimulator) -> set[str]:
    return {asked.headers.get("Authorization", "") for asked in liar.asked}


@pytest.mark.usefixtures("bound")
def test_a_secret_of_another_namespace_is_out_of_reach(
    world: World, create: Create, liar: RegistrySimulator, serve: Serve, name: Name
) -> None:
    secret = name()
    put_secret(world, OTHER, secret, liar.host, "theirs")
    liar.gate = lambda _: ASKS
    said = create(containers=serve(), imagePullSecrets=[{"name": secret}])
    assert f'pull secret "{secret}" does not exist' in said
    assert shown(liar) == {""}


@pytest.mark.usefixtures("bound")
def test_a_secret_is_shown_to_its_registry_alone(
    world: World, create: Create, liar: RegistrySimulator, serve: Serve, name: Name
) -> None:
    other, own = name(), name()
    put_secret(world, PROTECTED, other, "registry.example", "for-another")
    put_secret(world, PROTECTED, own, liar.host, "for-this")
    liar.gate = lambda _: ASKS
    secrets = [{"name": other}, {"name": own}]
    said = create(containers=serve(), imagePullSecrets=secrets)
    assert "1 of the pod's pull secrets" in said
    assert shown(liar) == {"", basic("for-this")}


def test_the_webhooks_own_token_goes_to_no_registry(
    create: Create, liar: RegistrySimulator, serve: Serve
) -> None:
    for challenge in (
        'Bearer realm="https://kubernetes.default.svc/token",service="kubernetes"',
        f'Bearer realm="https://{liar.host}/token",service="kubernetes"',
        'Basic realm="kubernetes"',
        'Negotiate, Basic realm="r"',
    ):
        asks = Answer(status=401, headers={"WWW-Authenticate": challenge})
        liar.gate = partial(say, asks)
        assert "could not be evaluated" in create(containers=serve())
    assert shown(liar) == {""}


@pytest.mark.usefixtures("bound")
def test_the_right_is_for_one_namespace_and_for_reading_by_name(world: World) -> None:
    def may(verb: str, *where: str) -> str:
        said = world.kubectl("auth", "can-i", verb, "secrets", f"--as={ACCOUNT}", *where)
        return said.splitlines()[-1]

    assert may("get", "-n", PROTECTED) == "yes"
    assert may("list", "-n", PROTECTED) == "no"
    assert may("watch", "-n", PROTECTED) == "no"
    assert may("get", "-n", OTHER) == "no"
    assert may("get", "--all-namespaces") == "no"
