# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The union of Needs never weakens; an appraisal holds as long as it says."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.trust.builders import LAYER, NODE, NOON, REPORT, evidence, snapshot
from trust.appraisal import appraise, judge_node
from trust.image import ImageEvidence
from trust.need import Need
from trust.policy import EncryptionNeed, TrustLost
from trust.report import Identity, IdentityKind, Report
from trust.rules.encryption import encryption, is_exempt
from trust.sources import ALL_THAT_KNOW_IT, Sources
from trust.union import union
from trust.verdict import Outcome

SCHEMES = st.frozensets(st.sampled_from(["jwe", "pkcs7", "provider.a"]))
TAGS = st.dictionaries(
    st.sampled_from(["region", "tier"]), st.frozensets(st.sampled_from(["EU", "US", "1"]))
)
SECONDS = st.integers(-40, 400).map(lambda count: timedelta(seconds=count))
NAMES = st.frozensets(st.sampled_from(["registry.example/shop/api@" + evidence(LAYER).digest]))
ENCRYPTION = st.builds(EncryptionNeed, key_providers=SCHEMES, exempt=NAMES)
NONE: frozenset[str] = frozenset()
SOURCES = st.frozensets(st.sampled_from(["lab", "hvs", "gone", ALL_THAT_KNOW_IT]))
NEEDS = st.builds(
    lambda trust_required, sources, **asked: union(
        Need(trust_required=trust_required, sources=sources if trust_required else NONE, **asked)
    ),
    policies=st.lists(st.sampled_from("abc"), unique=True).map(lambda all_: tuple(sorted(all_))),
    encryption=st.none() | ENCRYPTION,
    trust_required=st.booleans(),
    asset_tags=TAGS,
    sources=SOURCES,
    max_report_age=st.none() | st.integers(1, 300).map(lambda count: timedelta(seconds=count)),
    on_trust_lost=st.sampled_from(TrustLost),
)
REPORTS = st.builds(
    lambda trusted, tags, attested, life: replace(
        REPORT,
        trusted=trusted,
        asset_tags=tags,
        attested_at=NOON + attested,
        expires_at=NOON + attested + life,
    ),
    st.booleans(),
    st.dictionaries(st.sampled_from(["region", "tier"]), st.sampled_from(["EU", "US", "1"])),
    SECONDS,
    st.integers(1, 600).map(lambda count: timedelta(seconds=count)),
)
HARDWARE = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
MACHINE = replace(NODE, identities=(HARDWARE,))
LABS = st.builds(
    lambda reports, fetched: snapshot(*reports, fetched_at=fetched),
    st.lists(REPORTS, max_size=1),
    st.none() | SECONDS.map(lambda age: NOON - age),
)
HVS = REPORTS.map(
    lambda report: replace(
        snapshot(replace(report, identity=HARDWARE)),
        source="hvs",
        kind=IdentityKind.HARDWARE_UUID,
    )
)
SNAPSHOTS = st.builds(lambda lab, hvs: Sources.of([lab, *hvs]), LABS, st.lists(HVS, max_size=1))
IMAGES = st.lists(
    st.builds(
        lambda encrypted, schemes: replace(LAYER, encrypted=encrypted, schemes=schemes),
        st.booleans(),
        SCHEMES,
    ),
    max_size=2,
).map(lambda layers: evidence(*layers))


def admits_node(need: Need, source: Sources) -> bool:
    return judge_node(need, MACHINE, source, now=NOON).outcome is Outcome.ALLOW


def admits_image(need: Need, image: ImageEvidence) -> bool:
    if need.encryption is None:
        return True
    if is_exempt(need.encryption, name=image.reference.name, digest=image.digest):
        return True
    return not list(encryption(image, need.encryption))


@given(NEEDS, NEEDS, SNAPSHOTS)
def test_a_node_that_either_refuses_the_union_refuses(
    left: Need, right: Need, source: Sources
) -> None:
    if admits_node(union(left, right), source):
        assert admits_node(left, source)
        assert admits_node(right, source)


@given(NEEDS, NEEDS, IMAGES)
def test_an_image_that_either_refuses_the_union_refuses(
    left: Need, right: Need, image: ImageEvidence
) -> None:
    if admits_image(union(left, right), image):
        assert admits_image(left, image)
        assert admits_image(right, image)


@given(NEEDS, NEEDS, NEEDS)
def test_the_order_of_policies_does_not_matter(one: Need, two: Need, three: Need) -> None:
    assert union(one, two) == union(two, one)
    assert union(union(one, two), three) == union(one, union(two, three))
    assert union(one, one) == one


@given(NEEDS, SNAPSHOTS, st.integers(0, 600))
def test_an_appraisal_holds_until_it_says(need: Need, source: Sources, seconds: int) -> None:
    made = appraise(need, [MACHINE], source, now=NOON)
    later = NOON + timedelta(seconds=seconds)
    if later < made.valid_until:
        again = appraise(need, [MACHINE], source, now=later)
        assert again.accepted == made.accepted
        assert again.refused == made.refused


def test_the_strategies_reach_both_answers() -> None:
    good: Report = replace(REPORT, asset_tags={"region": "EU"})
    assert admits_node(Need(trust_required=True), Sources.of([snapshot(good)]))
    assert not admits_node(Need(trust_required=True), Sources.of([snapshot()]))
