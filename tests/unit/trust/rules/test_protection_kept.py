# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an update takes off, and what it adds; the rest is in properties/test_protection.py."""

from dataclasses import replace
from datetime import timedelta

import pytest

from trust.need import Need
from trust.policy import EncryptionNeed, TrustLost
from trust.rules.protection_kept import asks_more, protection_kept
from trust.tag_demand import tag_demands
from trust.verdict import Finding, Outcome

STRICT = Need(
    policies=("payments",),
    encryption=EncryptionNeed(key_providers=frozenset({"jwe"})),
    trust_required=True,
    asset_tags={"region": frozenset({"EU"})},
)


def test_an_update_may_add_protection_and_never_take_it_off() -> None:
    assert protection_kept(Need(), STRICT) is None
    assert protection_kept(STRICT, STRICT) is None
    found = protection_kept(STRICT, Need())
    assert found is not None
    assert 'out of TrustPolicy "payments"' in found.detail
    annotated = protection_kept(Need(trust_required=True), Need())
    assert annotated is not None
    assert "out of its asset tags" in annotated.detail


DEFECT = Finding(code="policy-invalid", outcome=Outcome.UNKNOWN, detail="it cannot be read")


@pytest.mark.parametrize(
    "demand",
    [
        {"encryption": EncryptionNeed(key_providers=frozenset({"jwe"}))},
        {"trust_required": True},
        {"asset_tags": {"region": frozenset({"EU"})}},
        {"max_report_age": timedelta(minutes=1)},
        {"on_trust_lost": TrustLost.EVICT},
        {"defects": (DEFECT,)},
    ],
    ids=lambda demand: next(iter(demand)),
)
def test_each_demand_counts_by_itself(demand: dict[str, object]) -> None:
    more = replace(Need(), **demand)  # type: ignore[arg-type]
    assert protection_kept(more, Need()) is not None
    assert protection_kept(Need(), more) is None
    assert asks_more(Need(), more)
    assert not asks_more(more, Need())


def test_the_same_demands_under_another_name_are_neither_less_nor_more() -> None:
    renamed = replace(STRICT, policies=("other", "payments-2"))
    assert protection_kept(STRICT, renamed) is None
    assert not asks_more(STRICT, renamed)


def test_what_is_taken_off_is_named_and_nothing_else() -> None:
    demands = tag_demands({"tier": ["1"]})
    tagged = replace(STRICT, asset_tags={**STRICT.asset_tags, "tier": frozenset({"1"})})
    tagged = replace(tagged, tag_demands=demands)
    found = protection_kept(tagged, STRICT)
    assert found is not None
    off = "the update takes the pod out of "
    assert found.detail == off + "the asset tags that its annotation asks for (tier=1)"
    both = protection_kept(replace(tagged, policies=("kept", "left")), Need(policies=("kept",)))
    assert both is not None
    assert both.detail == (
        f'{off}TrustPolicy "left" and the asset tags that its annotation asks for (tier=1)'
    )
