# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The simulator has the form of what was recorded: what is tried with it is what HVS sends."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from attestation.hvs.jwt_expiry import expiry_of
from tests.simulators.answers import Asked
from tests.simulators.hvs.aas import AasSimulator
from tests.simulators.hvs.api import HvsSimulator
from tests.simulators.hvs.host import SimulatedHost
from tests.unit.attestation.hvs.builders import Clock, World, chain, host
from tests.unit.attestation.hvs.samples import sample, sample_json

FAILED = replace(host(), failed=frozenset({"SOFTWARE"}), tags={"Country": "US"})


def shape(value: Any) -> Any:  # noqa: ANN401  as json has it
    """Return keys and types, without values; of a list the first item's."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else type(value).__name__


def test_a_report_in_json_has_the_recorded_form() -> None:
    recorded = sample_json("reports-software-fault.json")["reports"][0]
    made = FAILED.in_json()
    parts = recorded["trust_information"].pop("flavors_trust")
    made_parts = made["trust_information"].pop("flavors_trust")  # type: ignore[attr-defined]
    assert shape(made) == shape(recorded)
    assert list(made) == list(recorded)
    for name in ("HOST_UNIQUE", "SOFTWARE", "PLATFORM"):
        assert shape(made_parts[name]) == shape(parts[name])
    tagged = sample_json("part-asset-tag.json")["ASSET_TAG"]
    assert (
        shape(made_parts["ASSET_TAG"])["rules"][0]["rule"].keys()
        == tagged["rules"][0]["rule"].keys()
    )


def test_a_host_has_the_recorded_form() -> None:
    (recorded,) = sample_json("hosts.json")["hosts"]
    assert shape(host().entry()) == shape(recorded)


def test_a_full_page_names_the_next_one_as_recorded() -> None:
    clock = Clock()
    aas = AasSimulator(clock.now)
    hvs = HvsSimulator(chain(), aas, clock.now)
    hvs.put(host(1), host(2))
    token = aas(_token_question()).body.decode()
    answer = hvs(
        Asked(
            path="/hvs/v2/reports?limit=1",
            headers={"Accept": "application/json", "Authorization": f"Bearer {token}"},
        )
    )
    assert json.loads(answer.body)["next"] == "limit=1&afterId=1"
    assert sample_json("reports-software-fault.json")["next"] == "limit=1000&afterId=1234"


def test_a_signed_report_has_the_recorded_form() -> None:
    made, recorded = _tree(FAILED), etree.fromstring(sample("assertion.xml"))
    assert dict(made.attrib).keys() == dict(recorded.attrib).keys()
    assert made.get("ID") == recorded.get("ID")
    statement = "{urn:oasis:names:tc:SAML:2.0:assertion}AttributeStatement"
    assert _attributes(recorded.find(statement)) <= _attributes(made.find(statement))
    for tree in (made, recorded):
        tree.remove(tree.find(statement))
    assert _outline(made) == _outline(recorded)


def test_the_claims_of_a_token_are_the_recorded_ones(tmp_path: Path) -> None:
    world = World(tmp_path)
    token = world.aas(_token_question()).body.decode()
    assert expiry_of(token) > world.clock.now()


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({}, "/reports", 401),
        ({"Accept": "*/*"}, "/reports", 415),
        ({"Accept": "application/json, text/plain"}, "/reports", 415),
        ({"Accept": "application/samlassertion+xml"}, "/hosts", 415),
        ({"Accept": "application/json"}, "/reports?hostname=x", 400),
        ({"Accept": "application/json"}, "/hosts?latestPerHost=true", 400),
        ({"Accept": "application/json"}, "/nothing", 404),
        ({"Accept": "application/json"}, "/hosts", 200),
        ({"Accept": "application/samlassertion+xml"}, "/reports", 200),
    ],
)
def test_it_refuses_what_hvs_refuses(
    headers: dict[str, str], path: str, status: int, tmp_path: Path
) -> None:
    world = World(tmp_path)
    if headers:
        headers = {
            **headers,
            "Authorization": f"Bearer {world.aas(_token_question()).body.decode()}",
        }
    assert world.hvs(Asked(path=f"/hvs/v2{path}", headers=headers)).status == status


def test_signed_reports_of_several_hosts_are_back_to_back_and_no_document(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.hvs.put(host(1), host(2))
    body = world.questions.ask(
        "/reports", {}, accept="application/samlassertion+xml", deadline=1e6
    ).body
    assert body.count(b"<saml2:Assertion ") == 2
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(body)


def _token_question() -> Asked:
    body = json.dumps({"username": "bondstone", "password": "s3cret"}).encode()
    return Asked(path="/aas/v1/token", headers={"Accept": "application/jwt"}, body=body)


def _tree(of: SimulatedHost) -> Any:  # noqa: ANN401  lxml ships no types
    return etree.fromstring(of.in_saml(chain()))


def _outline(element: Any) -> Any:  # noqa: ANN401  lxml ships no types
    fixed = {key: value for key, value in element.attrib.items() if not value[:1].isdigit()}
    return element.tag, fixed, [_outline(each) for each in element]


def _attributes(statement: Any) -> set[tuple[str, str]]:  # noqa: ANN401  lxml ships no types
    return {(each.get("Name"), str(dict(each[0].attrib))) for each in statement}
