# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded calls, sent over TLS to the extender as the scheduler sends them."""

from typing import Any

from localcluster.waiting import wait_for
from localcluster.world import BAD, EU, NEW, OTHER, US
from tests.integration.apps.recordings import filter_call
from tests.integration.apps.servers import Servers

STRANGER = "never-heard-of"
ALL = (US, NEW, EU, STRANGER, BAD)
REASONS = {
    US: "asset tags differ: region is US, needed is EU",
    NEW: "never attested: ",
    STRANGER: "the node is not known to Bondstone yet",
    BAD: "untrusted: PCR 7",
}


def refused(answer: dict[str, Any], *accepted: str) -> dict[str, str]:
    """Return the refused nodes of an answer; none may be preempted for, and none is an error.

    ``Error`` would end the whole cycle with one text; what is unknown is a reason of each node.
    """
    reasons: dict[str, str] = answer["FailedAndUnresolvableNodes"]
    assert answer == {
        "Nodes": None,
        "NodeNames": list(accepted),
        "FailedNodes": {},
        "FailedAndUnresolvableNodes": reasons,
        "Error": "",
    }
    return reasons


def test_each_refused_node_has_its_reason(servers: Servers) -> None:
    reasons = refused(servers.ask("extender", "/filter", filter_call(*ALL)), EU)
    assert reasons.keys() == REASONS.keys()
    for node, text in REASONS.items():
        assert reasons[node].startswith(text)


def test_a_pod_of_no_policy_may_go_anywhere_in_the_order_of_the_call(servers: Servers) -> None:
    answer = servers.ask("extender", "/filter", filter_call(*ALL, namespace=OTHER))
    assert refused(answer, *ALL) == {}


def test_a_namespace_that_is_not_there_gets_no_node(servers: Servers) -> None:
    answer = servers.ask("extender", "/filter", filter_call(EU, US, namespace="nowhere"))
    reasons = refused(answer)
    assert reasons.keys() == {EU, US}
    assert all(reason.startswith("no need can be computed: ") for reason in reasons.values())


def test_a_pod_that_cannot_be_read_gets_no_node(servers: Servers) -> None:
    call = filter_call(EU)
    call["Pod"]["metadata"]["labels"] = ["payments"]
    (reason,) = refused(servers.ask("extender", "/filter", call)).values()
    assert reason.startswith("no need can be computed: ")


def test_fields_in_lower_case_are_read(servers: Servers) -> None:
    call = {name.lower(): value for name, value in filter_call(EU, BAD).items()}
    assert refused(servers.ask("extender", "/filter", call), EU) == {BAD: REASONS[BAD]}


def test_node_objects_are_judged_by_their_names_and_go_back_as_they_came(servers: Servers) -> None:
    def item(node: str) -> dict[str, Any]:
        labels = {"bondstone.node-restriction.kubernetes.io/trusted": "true", "any": "thing"}
        return {"metadata": {"name": node, "labels": labels}, "status": {"images": [{"names": []}]}}

    nodes = {"metadata": {}, "items": [item(node) for node in (BAD, EU, NEW)]}
    call = {**filter_call(), "Nodes": nodes, "NodeNames": None}
    answer = servers.ask("extender", "/filter", call)
    assert answer["Nodes"] == {"metadata": {}, "items": [item(EU)]}
    assert (answer["NodeNames"], answer["FailedNodes"], answer["Error"]) == (None, {}, "")
    assert answer["FailedAndUnresolvableNodes"].keys() == {BAD, NEW}


def test_thousands_of_nodes_are_answered_and_a_few_are_logged(servers: Servers) -> None:
    strangers = [f"{STRANGER}-{number}" for number in range(5000)]
    call = filter_call(*strangers, EU)
    reasons = refused(servers.ask("extender", "/filter", call), EU)
    assert reasons.keys() == set(strangers)
    (line,) = servers.decisions("extender", call["Pod"]["metadata"]["uid"])
    assert (line["accepted"], line["refused_count"], len(line["refused"])) == (1, 5000, 8)


def test_the_next_call_after_a_new_report_is_answered_by_it(servers: Servers) -> None:
    def reasons() -> dict[str, str]:
        answer = servers.ask("extender", "/filter", filter_call(EU))
        found: dict[str, str] = answer["FailedAndUnresolvableNodes"]
        return found

    servers.reports.distrust(EU, "PCR 0")
    try:
        expected = {EU: "untrusted: PCR 0"}
        wait_for(lambda: reasons() == expected, seconds=20, what="the new Report counts")
    finally:
        servers.reports.trust(EU, region="EU")
    wait_for(lambda: reasons() == {}, seconds=20, what="the old Report counts again")


def test_a_service_that_is_silent_takes_every_node_away(servers: Servers) -> None:
    def reason() -> str:
        answer = servers.ask("extender", "/filter", filter_call(EU))
        return str(answer["FailedAndUnresolvableNodes"].get(EU, ""))

    servers.reports.fall_silent()
    try:
        silent = "has been silent since"
        wait_for(lambda: silent in reason(), seconds=30, what="the service is silent")
    finally:
        servers.reports.speak_again()
    wait_for(lambda: reason() == "", seconds=20, what="the service speaks again")
