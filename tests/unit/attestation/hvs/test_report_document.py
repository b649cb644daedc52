# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reports in JSON."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from attestation.hvs.report_document import parse_report
from tests.unit.attestation.hvs.builders import host
from tests.unit.attestation.hvs.samples import sample_json
from trust.errors import ReportError


def recorded() -> dict[str, Any]:
    found: dict[str, Any] = sample_json("reports-software-fault.json")["reports"][0]
    return found


def test_the_recorded_report_is_read() -> None:
    report = parse_report(recorded())
    assert report.id == "40a94a24-35bb-4fbf-b2ea-3c4abdfb17b6"
    assert report.host_id == "0e50d114-6809-455c-aa26-36f09e877938"
    assert report.hardware_uuid == "0009e54e-642f-e511-906e-0012795d96dd"
    assert not report.overall
    assert report.parts == {"HOST_UNIQUE": True, "OS": True, "PLATFORM": True, "SOFTWARE": False}
    assert report.faults == ("SOFTWARE: XmlMeasurementLogMissing",)
    assert report.tags == {}
    assert report.created_at == datetime(2021, 9, 9, 7, 43, 19, 626_393, UTC)
    assert report.expires_at == datetime(2021, 9, 10, 7, 43, 19, 626_394, UTC)


def test_tags_are_those_of_the_tag_check() -> None:
    document = recorded()
    document["trust_information"]["flavors_trust"] |= sample_json("part-asset-tag.json")
    assert parse_report(document).tags == {"Country": "US", "State": "CA"}


def test_tags_of_a_rule_that_failed_or_of_another_rule_are_none() -> None:
    document = recorded()
    part = sample_json("part-asset-tag.json")
    (rule,) = part["ASSET_TAG"]["rules"]
    document["trust_information"]["flavors_trust"] |= part
    rule["trusted"] = False
    assert parse_report(document).tags == {}
    rule["trusted"] = True
    rule["rule"]["rule_name"] = "rule.FlavorTrusted"
    assert parse_report(document).tags == {}


def test_one_fault_is_told_once() -> None:
    document = recorded()
    document["trust_information"]["flavors_trust"]["SOFTWARE"]["rules"] *= 3
    assert parse_report(document).faults == ("SOFTWARE: XmlMeasurementLogMissing",)


def test_many_faults_are_counted_and_some_are_told() -> None:
    document = recorded()
    (rule, *_) = document["trust_information"]["flavors_trust"]["SOFTWARE"]["rules"]
    rule["faults"] = [{"fault_name": f"fault.{number:03}"} for number in range(40)]
    faults = parse_report(document).faults
    assert faults[0] == "SOFTWARE: 000"
    assert (len(faults), faults[-1][:4], faults[-1][-4:]) == (17, "and ", "more")


@pytest.mark.parametrize("what", ["parts", "keys", "values"])
def test_a_report_is_of_so_much_text_and_no_more(what: str) -> None:
    def read(size: int) -> object:
        document = recorded()
        trust = document["trust_information"]["flavors_trust"]
        part = sample_json("part-asset-tag.json")
        (rule,) = part["ASSET_TAG"]["rules"]
        rule["rule"]["tags"] = {"x" * size: "y"} if what == "keys" else {"x": "y" * size}
        trust |= {"z" * size: {"trust": True, "rules": []}} if what == "parts" else part
        return parse_report(document)

    read(8000)
    with pytest.raises(ReportError, match=r"trust_information: has parts and tags of more than"):
        read(8192)


def test_a_part_that_failed_without_a_fault_is_told_too() -> None:
    report = parse_report(replace(host(), failed=frozenset({"OS"})).in_json())
    assert report.faults == ("OS: PcrValueMismatch",)
    document = recorded()
    document["trust_information"]["flavors_trust"]["SOFTWARE"] = {"trust": False, "rules": None}
    assert parse_report(document).faults == ("SOFTWARE: no reason given",)


def test_a_report_without_parts_has_none() -> None:
    document = recorded()
    document["trust_information"]["flavors_trust"] = None
    assert parse_report(document).parts == {}


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("id", None, "id: is required"),
        ("id", "40a94a24", "id: '40a94a24' is not a UUID"),
        ("host_id", 7, "host_id: must be a string"),
        ("created", "yesterday", "created: 'yesterday' is not an instant"),
        ("created", "2021-09-11T07:43:19Z", "expiration: must be later than created"),
        ("expiration", None, "expiration: is required"),
        ("host_info", [], "host_info: must be an object"),
        ("host_info", {"hardware_uuid": "0" * 36}, "host_info.hardware_uuid"),
        ("trust_information", None, "trust_information: is required"),
        ("trust_information", {"OVERALL": "true"}, "trust_information.OVERALL: must be true or f"),
        ("trust_information", {"overall": True}, "trust_information.OVERALL: is required"),
        ("trust_information", {"OVERALL": True, "flavors_trust": {"OS": {"trust": "false"}}},
         "trust_information.flavors_trust.OS.trust: must be true or false"),
    ],
)  # fmt: skip
def test_what_could_hide_an_answer_is_refused(path: str, value: object, problem: str) -> None:
    with pytest.raises(ReportError, match=problem):
        parse_report(recorded() | {path: value})
