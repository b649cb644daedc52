# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One world for every story; each story leaves it as it found it."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import pytest

from localcluster.images import Pushed
from localcluster.world import BAD, EU, NAMES, NEW, US, World, world_running
from tests.e2e.granted import wait_granted
from tests.e2e.starting import begun

GUARDED = "guarded"
Kubectl = Callable[..., str]
"""kubectl as somebody: arguments in, what it said out."""
REFUSED = 'TrustPolicy "payments" refuses this pod: '
_MARKS = {EU: "true", US: "true", BAD: "false", NEW: "unknown"}
_CREATED = re.compile(r"^trustpolicy\.bondstone\.dev/(\S+) (?:created|configured)", re.MULTILINE)


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """Everything, started once."""
    with begun(world_running()) as started:
        yield started


@pytest.fixture(autouse=True)
def _no_pod_is_left(world: World) -> Iterator[None]:
    """Take every pod away at once: no kubelet is there to confirm a graceful end."""
    yield
    for namespace in NAMES:
        path = f"/api/v1/namespaces/{namespace}/pods"
        world.cluster.api.call("DELETE", path, {"gracePeriodSeconds": 0})


@pytest.fixture(scope="session")
def guarded(world: World) -> str:
    """Return a namespace for policies of the stories' own: the hub's label stays on it."""
    world.kubectl("create", "namespace", GUARDED)
    account = ("get", "serviceaccount", "default", "-o=name", "-n", GUARDED)
    world.wait(
        lambda: world.kubectl(*account).startswith("serviceaccount/"),
        what="the namespace has its ServiceAccount",
    )
    return GUARDED


@pytest.fixture(scope="session")
def encrypted(world: World) -> Pushed:
    """An image that is all that a policy asks for."""
    return world.images.encrypted("shop/story:1")


@pytest.fixture(scope="session")
def plain(world: World) -> Pushed:
    """An image that anybody can read."""
    return world.images.plain("shop/story:plain")


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def name(_numbers: Iterator[int]) -> Callable[[], str]:
    """Names that no other story uses: events outlive their pods."""
    return lambda: f"story-{next(_numbers)}"


@pytest.fixture
def policies(world: World) -> Iterator[Callable[[str], str]]:
    """Apply a TrustPolicy and return what kubectl said; all are taken away at the end."""
    applied: list[str] = []

    def apply(document: str) -> str:
        said = world.kubectl("apply", "-f", "-", stdin=document)
        applied.extend(_CREATED.findall(said))
        return said

    yield apply
    for policy in applied:
        world.kubectl("delete", "trustpolicy", policy)


@pytest.fixture
def user(world: World, name: Callable[[], str]) -> Iterator[Callable[..., Kubectl]]:
    """Make a cluster user with rights as ``kubectl create clusterrole`` takes them, and a role."""
    made: list[str] = []
    create = partial(world.cluster.kubectl, "create")

    def make(*rights: str, role: str = "view") -> Kubectl:
        made.append(name())
        kubeconfig = world.cluster.client_kubeconfig(made[-1])
        create("clusterrole", made[-1], *rights)
        # The rights of their own last: whoever has them has the role, for bindings come in order.
        for each, granted in ((f"{made[-1]}-too", role), (made[-1], made[-1])):
            grant = (f"--clusterrole={granted}", f"--user={made[-1]}")
            create("clusterrolebinding", each, *grant)
        verb, resource = (each.partition("=")[2].split(",")[0] for each in rights[:2])
        wait_granted(world, verb, resource, f"--kubeconfig={kubeconfig}")
        return partial(world.kubectl, f"--kubeconfig={kubeconfig}")

    yield make
    for each in made:
        world.kubectl("delete", "clusterrole", each)
        world.kubectl("delete", "clusterrolebinding", each, f"{each}-too")


@pytest.fixture
def trust_restored(world: World) -> Iterator[None]:
    """Let a story change Reports: afterwards the four nodes are as before."""
    yield
    world.reports.trust(EU, region="EU")
    world.reports.trust(US, region="US")
    world.reports.distrust(BAD, "PCR 7 does not match its reference value")
    world.reports.forget(NEW)
    world.reports.speak_again()
    world.wait(
        lambda: {node: world.label_of(node) for node in _MARKS} == _MARKS,
        what="the nodes are marked as before the story",
    )


@pytest.fixture
def revived(world: World) -> Iterator[Callable[[str], None]]:
    """Kill a component as a crash would; at the end it runs again."""
    killed: list[str] = []

    def kill(component: str) -> None:
        world.bondstone.processes[component].kill()
        killed.append(component)

    yield kill
    for component in killed:
        if not world.bondstone.processes[component].running:
            world.bondstone.launch(component)
        world.bondstone.wait_ready(component)
