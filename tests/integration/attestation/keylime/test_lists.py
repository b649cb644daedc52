# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists of agents that lack some, are older than others, or tell of silent ones."""

from datetime import UTC, datetime, timedelta

import pytest

from attestation.errors import AnswerError
from attestation.keylime.plan import LARGE, MOST_BETWEEN
from tests.integration.attestation.keylime.fleet import BULK, Fleet, fleet_running
from tests.integration.attestation.papers import Papers


def test_an_agent_that_the_list_lacks_and_that_is_there_discredits_the_list(fleet: Fleet) -> None:
    fleet.fetch()
    fleet.verifier.hidden = {fleet.ids[1]}
    with pytest.raises(AnswerError, match=f"lacks agent {fleet.ids[1]}"):
        fleet.fetch()
    fleet.verifier.hidden = set(fleet.ids)
    with pytest.raises(AnswerError, match="lacks agent"):
        fleet.fetch()


def test_one_agent_whose_status_cannot_be_read_holds_up_no_other_one(fleet: Fleet) -> None:
    fleet.fetch()
    fleet.verifier.agents[fleet.ids[0]].changes["operational_state"] = "PASS"
    assert fleet.trusted() == set(fleet.ids[1:])


def test_a_list_that_shrinks_to_nothing_vouches_for_nobody(fleet: Fleet) -> None:
    fleet.fetch()
    fleet.verifier.agents.clear()
    answer = fleet.fetch()
    assert (answer.reports, answer.complete) == ((), True)


def test_the_name_of_a_node_that_was_written_beside_an_agent_is_told(fleet: Fleet) -> None:
    fleet.verifier.agents[fleet.ids[0]].changes["meta_data"] = '{"node": "worker-1"}'
    named = fleet.fetch().node_names
    assert {identity.value: node for identity, node in named.items()} == {fleet.ids[0]: "worker-1"}


def test_an_agent_that_fell_silent_is_in_doubt_although_its_status_passes(fleet: Fleet) -> None:
    fleet.fetch()
    agent = fleet.verifier.agents[fleet.ids[0]]
    agent.silent_since = datetime.now(UTC) - timedelta(seconds=11)
    report = fleet.reports()[fleet.ids[0]]
    assert not report.trusted
    assert "no good quote since" in report.doubt
    asked = [each.path for each in fleet.verifier.asked]
    assert asked[-1] == f"/v2.6/agents/{fleet.ids[0]}"  # looked at once more, alone


def test_a_list_that_is_older_than_an_agent_is_corrected(fleet: Fleet) -> None:
    fleet.fetch()
    agent = fleet.verifier.agents[fleet.ids[0]]
    agent.changes["operational_state"] = 1
    stale = fleet.bulk()
    agent.changes.clear()
    fleet.verifier.lie(BULK, stale)
    assert fleet.trusted() == set(fleet.ids)
    agent.changes["operational_state"] = 9
    failed = fleet.reports()[fleet.ids[0]]
    assert failed.failures == ("its quote is invalid (no event is told)",)


def test_between_two_lists_of_a_large_fleet_agents_are_asked_for_alone(papers: Papers) -> None:
    with fleet_running(papers, LARGE + 1) as fleet:
        first = fleet.fetch(60)
        second = fleet.fetch(60)
    assert (first.complete, len(first.reports)) == (True, LARGE + 1)
    assert not second.complete
    assert 0 < len(second.reports) <= MOST_BETWEEN
    assert all(report.trusted for report in second.reports)
    assert [each.path for each in fleet.verifier.asked].count(BULK) == 1


def test_an_agent_that_is_gone_between_two_lists_is_doubted(papers: Papers) -> None:
    with fleet_running(papers, LARGE + 1) as fleet:
        listed = fleet.fetch(60).reports
        soonest = min((each.expires_at, each.identity.value) for each in listed)[1]
        del fleet.verifier.agents[soonest]
        told = {each.identity.value: each for each in fleet.fetch(60).reports}
    assert all(each.trusted for each in listed)
    assert told[soonest].doubt == "keylime: the verifier has no such agent any more"
    assert (told[soonest].trusted, told[soonest].asset_tags) == (False, {})
