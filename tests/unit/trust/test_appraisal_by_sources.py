# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A node judged by several sources, by its identity, and by what came up against it."""

from dataclasses import replace

from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot, sources
from tests.unit.trust.test_appraisal import TRUST, UNTRUSTED
from trust.appraisal import judge_node
from trust.report import Identity, IdentityKind, Suspicion
from trust.sources import Sources
from trust.verdict import Outcome, Verdict

HARDWARE = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
MACHINE = replace(NODE, identities=(HARDWARE,))
HVS = replace(
    snapshot(replace(REPORT, identity=HARDWARE)), source="hvs", kind=IdentityKind.HARDWARE_UUID
)


def test_a_node_is_known_by_the_identity_that_the_source_counts_by() -> None:
    assert judge_node(TRUST, MACHINE, Sources.of([HVS]), now=NOON).outcome is Outcome.ALLOW
    other = replace(NODE, identities=(replace(HARDWARE, value="another"),))
    assert judge_node(TRUST, other, Sources.of([HVS]), now=NOON).codes == ("never-attested",)


def test_every_source_that_can_know_a_node_must_vouch_for_it() -> None:
    bad = replace(HVS, reports={HARDWARE: replace(UNTRUSTED, identity=HARDWARE)})
    verdict = judge_node(TRUST, MACHINE, Sources.of([snapshot(REPORT), bad]), now=NOON)
    assert verdict.codes == ("untrusted",)
    assert verdict.findings[0].detail.startswith('source "hvs": untrusted')
    alone = replace(TRUST, sources=frozenset({"hvs"}))
    verdict = judge_node(alone, MACHINE, Sources.of([snapshot(REPORT), bad]), now=NOON)
    assert verdict.findings[0].detail.startswith('source "hvs": untrusted'), "one of several"
    assert (
        not judge_node(alone, MACHINE, Sources.of([bad]), now=NOON)
        .findings[0]
        .detail.startswith("source")
    ), "there is no other"
    # It has no hardware UUID, so HVS has no say about it.
    assert judge_node(TRUST, NODE, Sources.of([snapshot(REPORT), bad]), now=NOON) == Verdict()


def test_only_the_sources_that_a_policy_names_must_vouch() -> None:
    bad = replace(HVS, reports={HARDWARE: replace(UNTRUSTED, identity=HARDWARE)})
    both = Sources.of([snapshot(REPORT), bad])
    lab = replace(TRUST, sources=frozenset({"lab"}))
    assert judge_node(lab, MACHINE, both, now=NOON) == Verdict()
    gone = replace(TRUST, sources=frozenset({"lab", "gone"}))
    assert judge_node(gone, MACHINE, both, now=NOON).codes == ("source-not-configured",)
    # Named, it must vouch for nodes too that it cannot know.
    hvs = replace(TRUST, sources=frozenset({"hvs"}))
    assert judge_node(hvs, NODE, both, now=NOON).codes == ("no-identity",)


def test_tags_on_which_sources_differ_count_for_nothing() -> None:
    tagged = replace(HVS, reports={HARDWARE: replace(REPORT, identity=HARDWARE,
                                                     asset_tags={"region": "US"})})  # fmt: skip
    both = Sources.of([snapshot(REPORT), tagged])
    need = replace(TRUST, asset_tags={"region": frozenset({"EU", "US"})})
    assert judge_node(need, MACHINE, both, now=NOON).codes == ("asset-tags-differ",)


def test_a_node_that_two_inventories_claim_is_refused_whatever_its_report() -> None:
    twice = replace(NODE, claimed_by=("m2",))
    verdict = judge_node(TRUST, twice, sources(REPORT), now=NOON)
    assert verdict.codes == ("identity-claimed-twice",)


def test_a_doubt_is_unknown_and_no_denial() -> None:
    doubt = replace(REPORT, trusted=False, doubt="agent not reachable")
    verdict = judge_node(TRUST, NODE, sources(doubt), now=NOON)
    assert (verdict.codes, verdict.outcome) == (("not-vouched",), Outcome.UNKNOWN)


def test_a_suspicion_takes_trust_away() -> None:
    hint = Suspicion(source="lab", since=NOON, why="PCR 7")
    verdict = judge_node(TRUST, replace(NODE, suspicions=(hint,)), sources(REPORT), now=NOON)
    assert (verdict.codes, verdict.outcome) == (("suspected",), Outcome.UNKNOWN)
