# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A machine that is silent is unknown: not untrusted for it, and not trusted without a quote."""

import time
from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.keylime.status import FAILED
from localcluster.keylime.world import EUROPEAN, MACHINES, KeylimeWorld
from localcluster.waiting import LONGEST

Name = Callable[[], str]
FIRST, SECOND = EUROPEAN
_SAID = r"-o=jsonpath={.status.conditions[?(@.type=='bondstone.dev/Attested')].message}"


def test_a_stopped_agent_makes_its_node_unknown_and_pods_go_elsewhere(
    world: KeylimeWorld, image: Pushed, name: Name
) -> None:
    world.lab.agents[FIRST].stop()
    assert (
        world.wait(
            lambda: label if (label := world.label_of(FIRST)) != "true" else "",
            what="the silence is noticed",
        )
        == "unknown"
    )
    pod = name()
    world.run_pod(pod, image.reference)
    assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == SECOND


def test_a_machine_that_never_quoted_is_not_trusted_although_keylime_shows_it_as_passing(
    world: KeylimeWorld,
) -> None:
    agent = world.lab.agents[FIRST]
    agent.stop()
    agent.revoke()
    world.wait(lambda: world.label_of(FIRST) == "unknown", what="its reports are gone")
    agent.enrol()
    shown: set[str] = set()
    labels: set[str] = set()
    end = time.monotonic() + LONGEST
    while (status := agent.status()) is None or status["operational_state"] != FAILED:
        shown.add(status["attestation_status"] if status else "nothing")
        labels.add(world.label_of(FIRST))
        assert time.monotonic() < end
    assert "PASS" in shown
    assert labels == {"unknown"}
    # Not merely because its Node object is younger than a report of nothing:
    doubt = "keylime: agent not reachable since it was enrolled"
    world.wait(lambda: doubt in world.kubectl("get", "node", FIRST, _SAID), what=doubt)
    assert {node: world.label_of(node) for node in MACHINES if node != FIRST} == dict.fromkeys(
        (node for node in MACHINES if node != FIRST), "true"
    )
