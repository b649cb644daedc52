# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is said of a node at a Binding: from memory, after live answers, and without any source."""

from dataclasses import replace

import pytest

from tests.simulators.cluster import SimulatedObjects
from tests.simulators.questions import SimulatedLive
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.trust.builders import NODE, NOON, REPORT, policy, snapshot
from trust.asked import need_of_policy
from trust.need import Need
from trust.report import Snapshot, Suspicion
from trust.verdict import Outcome
from webhook.judged_node import JudgedNode
from webhook.live_answer import late
from webhook.standing import LiveStanding, NoStanding


def test_who_asks_for_trust_is_refused_and_told_what_to_configure() -> None:
    verdict = NoStanding().judge(need_of_policy(policy()), "m1", deadline=1e9).verdict
    assert (verdict.outcome, verdict.codes) == (Outcome.UNKNOWN, ("no-verification-service",))
    assert "--unsafe-reports-file" in verdict.findings[0].remedy


def test_who_asks_for_nothing_is_not_held_up() -> None:
    images_alone = need_of_policy(policy(nodes={"trust": "NotRequired"}))
    for need in (Need(), images_alone):
        assert NoStanding().judge(need, "m1", deadline=1e9).verdict.outcome is Outcome.ALLOW


def standing(live: SimulatedLive, snapshots: SimulatedSnapshots) -> LiveStanding:
    nodes = SimulatedObjects({"m1": NODE})
    return LiveStanding(nodes=nodes, snapshots=snapshots, live=live, now=lambda: NOON)


@pytest.fixture
def live() -> SimulatedLive:
    return SimulatedLive()


def judged(
    live: SimulatedLive, current: Snapshot, need: Need | None = None, *, node: str = "m1"
) -> JudgedNode:
    need = need or need_of_policy(policy())
    return standing(live, SimulatedSnapshots(current)).judge(need, node, deadline=1e9)


def test_a_node_that_the_sources_vouch_for_in_memory_and_live_is_good(live: SimulatedLive) -> None:
    found = judged(live, snapshot(REPORT))
    assert (found.verdict.outcome, found.live) == (Outcome.ALLOW, {"lab": "trusted"})
    assert live.asked == [("m1", ("lab",))]


def test_nobody_is_asked_for_pods_that_need_no_trust(live: SimulatedLive) -> None:
    for need in (Need(), need_of_policy(policy(nodes={"trust": "NotRequired"}))):
        assert judged(live, snapshot(REPORT), need).verdict.outcome is Outcome.ALLOW
    assert live.asked == []


@pytest.mark.parametrize(
    "current",
    [
        snapshot(REPORT, fetched_at=None),
        snapshot(),
        snapshot(replace(REPORT, trusted=False)),
        snapshot(replace(REPORT, asset_tags={"region": "US"})),
    ],
    ids=["silent", "never attested", "untrusted", "elsewhere"],
)
def test_nobody_is_asked_about_a_node_that_the_snapshots_refuse(
    live: SimulatedLive, current: Snapshot
) -> None:
    """A live answer renews no Snapshot: it comes on top (ADR 0008)."""
    found = judged(live, current)
    assert found.verdict.outcome is not Outcome.ALLOW
    assert (live.asked, found.live) == ([], {})


def test_a_node_that_nobody_has_seen_is_not_asked_about(live: SimulatedLive) -> None:
    assert judged(live, snapshot(REPORT), node="m2").verdict.codes == ("node-unknown",)
    assert live.asked == []


def test_what_is_answered_live_decides(live: SimulatedLive) -> None:
    snapshots = SimulatedSnapshots(snapshot(REPORT))

    def lose_trust() -> None:
        snapshots.current = snapshot(replace(REPORT, trusted=False, failures=("PCR 7",)))

    live.meanwhile = lose_trust
    found = standing(live, snapshots).judge(need_of_policy(policy()), "m1", deadline=1e9)
    assert found.verdict.codes == ("untrusted",)


def test_without_an_answer_the_binding_is_refused_and_the_node_suspect(live: SimulatedLive) -> None:
    live.answers["lab"] = late("lab", seconds=1)
    found = judged(live, snapshot(REPORT))
    assert (found.verdict.outcome, found.verdict.codes) == (Outcome.UNKNOWN, ("live-answer-late",))
    assert found.live == {"lab": "late"}
    assert live.held == [("m1", (late("lab", seconds=1),))]


def test_a_suspect_is_asked_about_so_that_it_can_be_cleared(live: SimulatedLive) -> None:
    why = Suspicion(source="lab", since=NOON, why="no live answer within 1s", evidence=False)
    suspect = replace(snapshot(REPORT), suspicions={REPORT.identity: why})
    snapshots = SimulatedSnapshots(suspect)
    need = need_of_policy(policy())
    assert standing(live, snapshots).judge(need, "m1", deadline=1e9).verdict.codes == ("suspected",)

    def clear() -> None:
        snapshots.current = snapshot(REPORT)

    live.meanwhile = clear
    found = standing(live, snapshots).judge(need, "m1", deadline=1e9)
    assert found.verdict.outcome is Outcome.ALLOW


def test_a_node_that_disappears_while_it_is_asked_about_is_unknown(live: SimulatedLive) -> None:
    nodes = SimulatedObjects({"m1": NODE})
    live.meanwhile = nodes.objects.clear
    snapshots = SimulatedSnapshots(snapshot(REPORT))
    asking = LiveStanding(nodes=nodes, snapshots=snapshots, live=live, now=lambda: NOON)
    found = asking.judge(need_of_policy(policy()), "m1", deadline=1e9)
    assert found.verdict.codes == ("node-unknown",)
