# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Preemption calls over TLS: others are evicted only from nodes that the pod may have."""

from typing import Any

from localcluster.world import BAD, EU, NEW, OTHER, US
from tests.integration.apps.recordings import preemption_call
from tests.integration.apps.servers import Servers
from tests.integration.apps.test_watching import metric

VICTIMS = {US: ["a"], EU: ["b", "c"], BAD: ["d"], "never-heard-of": ["e"], NEW: ["f"]}


def places(servers: Servers, call: dict[str, Any]) -> dict[str, Any]:
    """Return what the extender lets the scheduler do."""
    answer = servers.ask("extender", "/preempt", call)
    assert answer.keys() == {"NodeNameToMetaVictims"}
    found: dict[str, Any] = answer["NodeNameToMetaVictims"]
    return found


def test_victims_stay_only_on_nodes_that_would_be_accepted(servers: Servers) -> None:
    call = preemption_call(VICTIMS)
    expected = {EU: {"Pods": [{"UID": "b"}, {"UID": "c"}], "NumPDBViolations": 1}}
    assert places(servers, call) == expected
    (line,) = servers.decisions("extender", call["Pod"]["metadata"]["uid"])
    assert (line["message"], line["verdict"], line["refused_count"]) == ("preempt", "allow", 4)


def test_for_a_pod_of_no_policy_the_scheduler_chooses_alone(servers: Servers) -> None:
    assert places(servers, preemption_call(VICTIMS, namespace=OTHER)).keys() == VICTIMS.keys()


def test_what_cannot_be_evaluated_evicts_nobody(servers: Servers) -> None:
    assert places(servers, preemption_call(VICTIMS, namespace="nowhere")) == {}
    call = preemption_call(VICTIMS)
    call["Pod"]["metadata"]["labels"] = ["payments"]
    assert places(servers, call) == {}


def test_whole_pods_and_fields_in_lower_case_are_read(servers: Servers) -> None:
    whole = {
        EU: {"pods": [{"metadata": {"uid": "b"}}]},
        BAD: {"pods": [{"metadata": {"uid": "d"}}]},
    }
    call = {"pod": preemption_call({})["Pod"], "nodenametovictims": whole}
    assert places(servers, call) == {EU: {"Pods": [{"UID": "b"}], "NumPDBViolations": 0}}


def test_calls_and_refused_nodes_are_counted(servers: Servers) -> None:
    def counted() -> tuple[float, float, float]:
        calls = "bondstone_extender_calls_total"
        return (
            metric(servers, "extender", calls, verb="preempt", outcome="deny"),
            metric(servers, "extender", calls, verb="preempt", outcome="invalid"),
            metric(
                servers,
                "extender",
                "bondstone_refused_nodes_total",
                verb="preempt",
                code="untrusted",
            ),
        )

    before = counted()
    assert places(servers, preemption_call({BAD: ["d"]})) == {}
    assert servers.post("extender", "/preempt", b"{}")[0] == 400
    assert counted() == tuple(each + 1 for each in before)
