# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes as people and programs are told of them."""

import json
from dataclasses import replace
from datetime import timedelta

from cli.node_table import as_json, as_table
from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot, sources
from trust.node_standing import NodeStanding, standings
from trust.sources import Sources
from trust.verdict import Finding, Outcome, Verdict

BAD = replace(
    REPORT,
    identity=replace(REPORT.identity, value="m2"),
    trusted=False,
    asset_tags={},
    failures=("PCR 7",),
)
NODES = [NODE, replace(NODE, name="m2"), replace(NODE, name="a-long-name")]


def rows(known: Sources) -> list[NodeStanding]:
    return list(standings(NODES, known, now=NOON))


def test_people_get_a_line_for_each() -> None:
    assert list(as_table(rows(sources(REPORT, BAD)), now=NOON)) == [
        "NODE         VERDICT    SOURCE  ATTESTED              AGE  TAGS       REASON",
        "a-long-name  unknown    lab     -                     -    -          "
        'never attested: verification service "lab" has no report',
        "m1           trusted    lab     2026-01-01T11:59:50Z  10s  region=EU",
        "m2           untrusted  lab     2026-01-01T11:59:50Z  10s  -          untrusted: PCR 7",
    ]


def test_a_node_that_no_source_knows_has_a_dash_for_it() -> None:
    row = NodeStanding(node="m1", source="", verdict=Verdict(), tags={})
    assert list(as_table([row], now=NOON))[1] == "m1    trusted  -       -         -    -"


def test_why_a_record_does_not_count_is_a_reason() -> None:
    found = Finding(code="tag-record-revoked", outcome=Outcome.DENY, detail="revoked")
    row = NodeStanding(node="m1", source="k", verdict=Verdict(), tags={}, untagged=(found,))
    assert list(as_table([row], now=NOON))[1].endswith("  revoked")
    (told,) = json.loads(as_json([row], Sources(), now=NOON, indent=None))["nodes"]
    assert told["tagFindings"][0]["code"] == "tag-record-revoked"


def test_a_report_from_the_future_has_no_age_below_zero() -> None:
    early = replace(REPORT, attested_at=NOON + timedelta(hours=1))
    line = list(as_table(rows(sources(early)), now=NOON))[2]
    assert "  0s  " in line


def test_nothing_in_a_table_steers_a_terminal() -> None:
    row = NodeStanding(node="m\x1b[2J", source="k", verdict=Verdict(), tags={})
    assert "\x1b" not in "".join(as_table([row], now=NOON))


def test_programs_get_sources_and_nodes() -> None:
    silent = replace(snapshot(fetched_at=None), source="mute", problem="connection refused")
    known = Sources.of([snapshot(REPORT, BAD), silent])
    document = json.loads(as_json(rows(known), known, now=NOON, indent=2))
    assert document["now"] == "2026-01-01T12:00:00+00:00"
    lab, mute = document["sources"]
    assert lab == {
        "source": "lab",
        "identity": "node-name",
        "heardAt": "2026-01-01T12:00:00+00:00",
        "ageSeconds": 0.0,
        "maxStalenessSeconds": 30.0,
        "problem": "",
    }
    assert (mute["heardAt"], mute["ageSeconds"], mute["problem"]) == (
        None, None, "connection refused",
    )  # fmt: skip
    trusted = next(
        each for each in document["nodes"] if (each["node"], each["source"]) == ("m1", "lab")
    )
    assert trusted["verdict"] == "trusted"
    assert trusted["ageSeconds"] == 10.0
    assert trusted["tags"] == {"region": "EU"}
    bad = next(
        each for each in document["nodes"] if (each["node"], each["source"]) == ("m2", "lab")
    )
    assert bad["findings"][0]["code"] == "untrusted"
    assert bad["tags"] == {}


def test_each_look_of_a_watch_is_one_line() -> None:
    assert "\n" not in as_json(rows(sources(REPORT)), sources(REPORT), now=NOON, indent=None)
