# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a healthy Keylime is asked, and what is made of it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from tests.integration.attestation.keylime.fleet import Fleet
from tests.integration.localcluster.polling import eventually
from tests.simulators.endorsement import endorsement_key
from tests.simulators.keylime import SimulatedAgent
from trust.report import IdentityKind

ASSETS = Path(__file__).parents[3] / "assets" / "keylime"


def test_all_agents_are_vouched_for(fleet: Fleet) -> None:
    assert fleet.service.kind is IdentityKind.EK_HASH
    answer = fleet.fetch()
    assert {each.identity.value for each in answer.reports if each.trusted} == set(fleet.ids)
    assert (answer.complete, answer.remarks) == (True, ())
    assert abs(answer.answered_at - datetime.now(UTC)) < timedelta(seconds=3)
    paths = [each.path for each in fleet.verifier.asked]
    assert paths == ["/version", "/v2.6/agents/?bulk=true"]
    assert all("Authorization" not in each.headers for each in fleet.verifier.asked)


def test_version_and_keys_are_asked_for_once(fleet: Fleet) -> None:
    for _ in range(3):
        fleet.fetch()
    assert [each.path for each in fleet.verifier.asked].count("/version") == 1
    asked = sorted(each.path for each in fleet.registrar.asked)
    assert asked == sorted(["/version", *(f"/v2.6/agents/{each}" for each in fleet.ids)])


def test_one_agent_is_asked_for_alone(fleet: Fleet) -> None:
    answer = fleet.ask(fleet.ids[0])
    assert [each.identity.value for each in answer.reports] == [fleet.ids[0]]
    assert not answer.complete
    assert answer.reports[0].trusted


def test_an_agent_that_is_not_enrolled_has_no_report(fleet: Fleet) -> None:
    del fleet.verifier.agents[fleet.ids[1]]
    answer = fleet.ask(fleet.ids[1])
    assert (answer.reports, answer.complete) == ((), False)


def test_an_older_version_is_spoken_after_a_restart(fleet: Fleet) -> None:
    fleet.fetch()
    fleet.verifier.versions = ["2.0", "2.1", "2.5"]
    assert fleet.trusted() == set(fleet.ids)
    assert [each.path for each in fleet.verifier.asked][-2:] == [
        "/version", "/v2.5/agents/?bulk=true",
    ]  # fmt: skip


@pytest.mark.parametrize("server", ["verifier", "registrar"])
def test_a_release_with_known_holes_is_not_believed(fleet: Fleet, server: str) -> None:
    old = getattr(fleet, server)
    old.versions = old.versions[: old.versions.index("2.5")]
    assert _nobody_is_trusted(fleet)
    old.versions = [*old.versions, "2.5"]
    assert eventually(lambda: fleet.trusted() == set(fleet.ids))


def _nobody_is_trusted(fleet: Fleet) -> bool:
    try:
        answer = fleet.fetch()
    except AnswerError as exc:
        return "use Keylime 7.14.3 or newer" in str(exc)
    told = any("use Keylime 7.14.3 or newer" in each for each in answer.remarks)
    return told and not any(each.trusted for each in answer.reports)


def test_status_and_period_may_be_missing(fleet: Fleet) -> None:
    untold = ("attestation_status", "attestation_period", "maximum_attestation_interval")
    for agent in fleet.verifier.agents.values():
        agent.changes.update(dict.fromkeys(untold))
    assert fleet.trusted() == set(fleet.ids)


def test_an_agent_with_another_key_than_its_id_says_is_unusable(fleet: Fleet) -> None:
    fleet.registrar.agents[fleet.ids[0]] = SimulatedAgent(ek_tpm=endorsement_key(7).public)
    answer = fleet.fetch()
    assert {each.identity.value for each in answer.reports} == set(fleet.ids[1:])
    assert answer.remarks == (
        f"agent {fleet.ids[0]} has the endorsement key {endorsement_key(7).hash}: run agents with "
        "uuid = hash_ek",
    )
    alone = fleet.ask(fleet.ids[0])
    assert (alone.reports, len(alone.remarks)) == ((), 1)


def test_an_agent_that_was_added_again_is_another_machine_s_until_its_key_was_checked(
    fleet: Fleet,
) -> None:
    fleet.fetch()
    again = SimulatedAgent(ek_tpm=endorsement_key(7).public, changes={"attestation_count": 1})
    for server in (fleet.verifier, fleet.registrar):
        server.agents[fleet.ids[0]] = again
    assert fleet.ask(fleet.ids[0]).reports == ()
    assert fleet.trusted() == set(fleet.ids[1:])


def test_agents_that_the_registrar_does_not_know_and_names_that_are_no_keys_are_unusable(
    fleet: Fleet,
) -> None:
    del fleet.registrar.agents[fleet.ids[0]]
    fleet.verifier.agents["d432fbb3-d2f1-4a97-9ef7-75bd81c00000"] = SimulatedAgent(ek_tpm="")
    fleet.verifier.agents[fleet.ids[1]].changes["operational_state"] = "3"
    answer = fleet.fetch()
    assert {each.identity.value for each in answer.reports} == {fleet.ids[2]}
    assert len(answer.remarks) == 3


def test_without_the_registrar_an_agent_is_in_doubt_until_its_key_was_checked_once(
    fleet: Fleet,
) -> None:
    for each in fleet.ids:
        fleet.registrar.lie(f"/v2.6/agents/{each}", *[fleet.registrar.wrapped({}, code=500)] * 9)
    answer = fleet.fetch()
    assert {each.doubt for each in answer.reports} == {
        "keylime: its endorsement key is not checked yet (the registrar does not answer)"
    }
    assert any(f"{fleet.registrar.host}/v2.6/agents/" in each for each in answer.remarks)
    with pytest.raises(ServiceUnavailableError, match="status 500"):
        fleet.ask(fleet.ids[0])
    fleet.registrar.forget_lies()
    fleet.ask(fleet.ids[0])
    assert fleet.ids[0] in fleet.trusted()
    assert eventually(lambda: fleet.trusted() == set(fleet.ids))  # asked again after a pause
    fleet.registrar.server_close()
    assert fleet.trusted() == set(fleet.ids)


def test_the_simulators_answers_look_like_recorded_ones(fleet: Fleet) -> None:
    recorded = json.loads((ASSETS / "agents-bulk.json").read_text())
    found = json.loads(
        fleet.verifier.wrapped(fleet.verifier.results("agents/?bulk=true") or {}).body
    )
    assert found.keys() == recorded.keys()
    (real,) = recorded["results"].values()
    for status in found["results"].values():
        assert status.keys() == real.keys()
        different = {key for key in real if type(status[key]) is not type(real[key])}
        assert different <= {"v"}  # the recorded agents got no key
    missing = json.loads((ASSETS / "agent-404.json").read_text())
    fleet.fetch()
    assert fleet.verifier.results("agents/none") is None
    assert json.loads(fleet.verifier.wrapped({}, code=404, status="agent id not found").body) == (
        missing
    )
