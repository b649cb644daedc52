# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Of two hubs one writes; when it is gone, the other does, and nothing was written twice."""

import signal
from collections.abc import Iterator

import pytest
import urllib3

from localcluster.bondstone import NAMESPACE
from localcluster.ports import HOST
from localcluster.process import Process
from localcluster.waiting import LONGEST
from localcluster.world import EU, World

_ELECTION = "--leader-election"
_HOLDER = (
    "-n", NAMESPACE, "get", "lease", "bondstone-hub", "--ignore-not-found",
    "-o=jsonpath={.spec.holderIdentity}",
)  # fmt: skip


@pytest.fixture
def hubs(world: World) -> Iterator[tuple[Process, Process]]:
    """Two hubs that are elected, in the place of the one that is not; the first one leads."""
    bondstone, spare = world.bondstone, world.cluster.ports.spare
    bondstone.processes["hub"].stop()
    first = bondstone.launch("hub", _ELECTION)
    world.wait(lambda: world.kubectl(*_HOLDER), what="the first one leads")
    second = bondstone.launch("hub", _ELECTION, f"--health-port={spare}")
    second.wait_until(lambda: ready(spare), seconds=LONGEST)
    yield first, second
    for each in (first, second):
        each.stop()
    bondstone.launch("hub")
    bondstone.wait_ready("hub")
    world.kubectl("-n", NAMESPACE, "delete", "lease", "bondstone-hub")


def ready(port: int) -> bool:
    try:
        answer = urllib3.request("GET", f"http://{HOST}:{port}/readyz", retries=False, timeout=10)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200


@pytest.mark.usefixtures("trust_restored")
def test_the_one_that_is_left_goes_on(world: World, hubs: tuple[Process, Process]) -> None:
    first, _ = hubs
    leader = world.kubectl(*_HOLDER)
    world.reports.distrust(EU, "PCR 7 does not match")
    world.wait(lambda: world.label_of(EU) == "false", what="the leader marks the node")
    assert world.kubectl(*_HOLDER) == leader
    first.signal(signal.SIGSTOP)  # it hangs, and its lease is its own for a while
    world.reports.trust(EU, region="EU")
    world.wait(lambda: world.label_of(EU) == "true", what="the other one marks it")
    assert world.kubectl(*_HOLDER) not in ("", leader), "it wrote beside the one that leads"
    first.kill()
