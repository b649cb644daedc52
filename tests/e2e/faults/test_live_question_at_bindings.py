# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bindings whose node the verification service is asked about, while polls say what they said."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from attestation.live_question import AT_ONCE, SHARED_SECONDS
from localcluster.waiting import wait_for
from tests.e2e.faults.bindings import bind, bindings_of
from tests.e2e.faults.world import FLEETS, FaultWorld
from tests.simulators.answers import Answer, Asked, Manner

FLEET = "keylime"
FIRST, SECOND = FLEETS[FLEET]
HANGS = "did not say within 1s whether it vouches for the node"


@pytest.fixture(autouse=True)
def _no_answer_is_shared_with_the_story_before() -> None:
    time.sleep(2 * SHARED_SECONDS)


@pytest.fixture
def silent_about(faults: FaultWorld) -> Iterator[list[str]]:
    """Return the nodes about which single questions hang, and the list of all does not."""
    nodes: list[str] = []

    def answer(asked: Asked, truth: Answer) -> Answer:
        single = {faults.keylime.ids[node] for node in nodes}
        hangs = asked.path.rpartition("/")[2] in single
        return replace(truth, manner=Manner.LATE) if hangs else truth

    faults.keylime.distort(answer)
    yield nodes
    nodes.clear()
    faults.keylime.distort(None)


def preferring(node: str) -> dict[str, object]:
    """Return the spec of a pod that its scheduler puts there whenever it can."""
    there = {"key": "kubernetes.io/hostname", "operator": "In", "values": [node]}
    term = {"weight": 100, "preference": {"matchExpressions": [there]}}
    preferred = "preferredDuringSchedulingIgnoredDuringExecution"
    return {"affinity": {"nodeAffinity": {preferred: [term]}}}


def test_a_node_that_is_not_vouched_for_live_is_left_for_another_one_at_once(
    faults: FaultWorld, silent_about: list[str]
) -> None:
    silent_about.append(FIRST)
    pod = faults.create(FLEET, **preferring(FIRST))
    assert faults.wait_bound(pod) == {SECOND}
    first, *_, last = bindings_of(faults, pod)
    assert (first["node"], first["live"], first["verdict"]) == (
        FIRST,
        {"keylime": "late"},
        "unknown",
    )
    assert (last["node"], last["live"], last["verdict"]) == (
        SECOND,
        {"keylime": "trusted"},
        "allow",
    )
    assert len(bindings_of(faults, pod)) == 2, "it was led elsewhere the next time"
    shown = faults.bondstone.metrics("webhook")
    assert 'bondstone_live_questions_total{outcome="late",source="keylime"}' in shown
    assert 'bondstone_live_question_seconds_count{source="keylime"}' in shown


def test_the_only_node_is_tried_again_until_it_is_vouched_for(
    faults: FaultWorld, silent_about: list[str]
) -> None:
    silent_about.append(FIRST)
    pod = faults.create(FLEET, nodeSelector={"kubernetes.io/hostname": FIRST})
    while len(bindings_of(faults, pod)) < 2:
        time.sleep(0.1)
    assert faults.node_of(pod) == ""
    silent_about.clear()
    faults.keylime.server.hang_up()
    assert faults.wait_bound(pod) == {FIRST}


def test_the_refusal_says_node_source_why_and_what_to_do(
    faults: FaultWorld, silent_about: list[str]
) -> None:
    silent_about.append(FIRST)
    held = faults.create(FLEET, nodeSelector={"kubernetes.io/hostname": FIRST})

    def told() -> str:
        conditions = faults.pod(held).get("status", {}).get("conditions", [])
        return str(next((each.get("message", "") for each in conditions), ""))

    assert (
        f'TrustPolicy "faults" could not be evaluated, so the binding is not admitted: node '
        f'"{FIRST}": source "keylime" {HANGS}; look at the verification service; the scheduler '
        "tries the pod again"
    ) in wait_for(told, what="the scheduler has written down why")


def test_trust_that_was_lost_since_the_last_poll_is_seen(faults: FaultWorld) -> None:
    """The list of all says what it said; the question about the one agent says what is true."""
    lists: dict[str, Answer] = {}

    def old_lists(asked: Asked, truth: Answer) -> Answer:
        if not asked.path.endswith("bulk=true"):
            return truth
        kept = lists.setdefault(asked.path, truth)
        document = json.loads(kept.body)
        now = json.loads(truth.body)["results"]
        for agent_id, status in document["results"].items():
            for name in ("last_received_quote", "last_successful_attestation", "attestation_count"):
                status[name] = now[agent_id][name]
        return replace(truth, body=json.dumps(document).encode())

    faults.keylime.distort(old_lists)
    while not lists:
        time.sleep(0.05)
    faults.keylime.fail(FIRST)
    try:
        pod = faults.create(FLEET, nodeSelector={"kubernetes.io/hostname": FIRST})
        while not bindings_of(faults, pod):
            time.sleep(0.05)
        (refused, *_) = bindings_of(faults, pod)
        assert (refused["verdict"], refused["live"]) == ("deny", {"keylime": "untrusted"})
        assert refused["codes"] == ["untrusted"]
        assert faults.node_of(pod) == ""
    finally:
        faults.keylime.enrol()
    faults.keylime.distort(None)
    assert faults.wait_bound(pod) == {FIRST}


def test_a_service_that_hangs_leaves_the_webhook_to_others(
    faults: FaultWorld, silent_about: list[str]
) -> None:
    """Many more Bindings than may wait, and pods that are judged meanwhile as if nothing were."""
    silent_about.extend(FLEETS[FLEET])
    bound = [faults.create(FLEET) for _ in range(20)]
    asked = len(faults.keylime.server.asked)
    with ThreadPoolExecutor(40) as pool:
        answers = pool.map(lambda number: bind(faults, bound[number % 20], FIRST), range(40))
        while len(faults.keylime.server.asked) == asked:
            time.sleep(0.01)
        judged = [faults.create(FLEET) for _ in range(10)]
        said = list(answers)
    assert len(judged) == 10
    assert all("denied the request" in each for each in said)
    assert any("was not asked whether it vouches" in each for each in said)
    singles = faults.keylime.server.asked[asked:]
    about = [each for each in singles if each.path.endswith(faults.keylime.ids[FIRST])]
    assert len(about) <= 3 * AT_ONCE
