# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an operator sees of the two servers: probes, metrics and one log line per decision."""

from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from localcluster.world import BAD, EU, US
from tests.integration.apps.recordings import filter_call, review
from tests.integration.apps.reviewing import ask, mutated
from tests.integration.apps.servers import CLIENTS, Servers


def metric(servers: Servers, name: str, sample: str, **labels: str) -> float:
    """Return the value of a sample, 0 before it was first counted."""
    _, text = servers.health(name, "/metrics")
    families = text_string_to_metric_families(text)
    found = [each for family in families for each in family.samples if each.name == sample]
    return next((each.value for each in found if each.labels == labels), 0.0)


def common(line: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that every decision has, but for the time that it took."""
    assert line["milliseconds"] > 0
    assert (line["level"], line["logger"]) == ("info", "decision")
    names = ("component", "message", "pod", "namespace", "policy", "verdict", "codes")
    return {name: line[name] for name in names}


@pytest.mark.parametrize("name", sorted(CLIENTS))
def test_probes_are_answered_on_the_other_port(servers: Servers, name: str) -> None:
    assert servers.health(name, "/healthz") == (200, "ok\n")
    assert servers.health(name, "/readyz") == (200, "ok\n")
    assert servers.health(name, "/validate")[0] == 404


def test_each_admission_is_one_line(servers: Servers) -> None:
    final = mutated(servers, review("mutations/create", main=servers.plain.reference))
    ask(servers, "/validate", final)
    lines = servers.decisions("webhook", final["request"]["uid"])
    same = {
        "component": "webhook",
        "pod": "plain",
        "namespace": "payments",
        "policy": ["payments"],
    }
    assert [common(line) for line in lines] == [
        {**same, "message": "mutate", "verdict": "allow", "codes": []},
        {**same, "message": "validate", "verdict": "deny", "codes": ["layer-not-encrypted"]},
    ]
    for line in lines:
        assert (line["kind"], line["object"]) == ("Pod", "plain")
        assert (line["operation"], line["dry_run"], line["user"]) == ("CREATE", False, "admin")
    assert "layers 1, 2, 3 of 3 are not encrypted" in lines[1]["detail"]


def test_each_filter_call_is_one_line(servers: Servers) -> None:
    call = filter_call(EU, US, BAD)
    servers.ask("extender", "/filter", call)
    (line,) = servers.decisions("extender", call["Pod"]["metadata"]["uid"])
    assert common(line) == {
        "component": "extender",
        "message": "filter",
        "pod": "scheduled",
        "namespace": "payments",
        "policy": ["payments"],
        "verdict": "allow",
        "codes": ["asset-tags-differ", "untrusted"],
    }
    assert (line["accepted"], line["refused_count"]) == (1, 2)
    assert line["refused"][BAD] == "untrusted: PCR 7"


def test_a_decision_that_could_not_be_made_names_the_pod_too(servers: Servers) -> None:
    document = review("reviews/create", namespace="nowhere")
    ask(servers, "/validate", document)
    call = filter_call(EU, namespace="nowhere")
    servers.ask("extender", "/filter", call)
    (admission,) = servers.decisions("webhook", document["request"]["uid"])
    (filtering,) = servers.decisions("extender", call["Pod"]["metadata"]["uid"])
    same = {"namespace": "nowhere", "policy": [], "verdict": "unknown"}
    assert common(admission) == {
        **same,
        "component": "webhook",
        "message": "validate",
        "pod": "plain",
        "codes": ["namespace-unknown"],
    }
    assert common(filtering) == {
        **same,
        "component": "extender",
        "message": "filter",
        "pod": "scheduled",
        "codes": ["namespace-unknown"],
    }


def test_admissions_are_counted_by_verdict(servers: Servers) -> None:
    sample = "bondstone_admission_decisions_total"
    labels = {"endpoint": "validate", "mode": "Enforce", "verdict": "deny"}
    before = metric(servers, "webhook", sample, **labels)
    ask(servers, "/validate", review("reviews/create", main=servers.encrypted.reference))
    assert metric(servers, "webhook", sample, **labels) == before + 1


def test_filtered_nodes_are_counted_by_outcome(servers: Servers) -> None:
    sample = "bondstone_filtered_nodes_total"

    def counted() -> tuple[float, float]:
        accepted = metric(servers, "extender", sample, outcome="accepted")
        return accepted, metric(servers, "extender", sample, outcome="refused")

    accepted, refused = counted()
    servers.ask("extender", "/filter", filter_call(EU, US, BAD))
    assert counted() == (accepted + 1, refused + 2)
    assert 0 <= metric(servers, "extender", "bondstone_snapshot_age_seconds") < float("inf")


def test_refused_callers_are_counted_and_named_in_the_log(servers: Servers) -> None:
    sample, labels = "bondstone_http_requests_total", {"path": "/filter", "code": "403"}
    before = metric(servers, "extender", sample, **labels)
    servers.post("extender", "/filter", b"{}", client="admin")
    assert metric(servers, "extender", sample, **labels) == before + 1
    log = servers.bondstone.processes["extender"].log.read_text()
    assert "client certificate's names (admin) are not allowed here" in log


def test_a_decision_on_a_template_names_its_kind_and_no_pod(servers: Servers) -> None:
    document = review("templates/deployment")
    ask(servers, "/validate", document)
    (line,) = servers.decisions("webhook", document["request"]["uid"])
    assert (line["kind"], line["object"]) == ("Deployment", document["request"]["name"])
    assert "pod" not in line
