# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who demands which values of an asset tag."""

from dataclasses import replace

from tests.unit.trust.builders import policy
from tests.unit.trust.test_asked import need
from trust.tag_demand import tag_demands, tags_contradict


def test_a_contradiction_names_who_demands_what() -> None:
    (found,) = need(policy(), tags="region=US").contradictions()
    assert found.detail == (
        'no value of asset tag "region" suits all who demand one: TrustPolicy "payments" allows '
        "EU, the annotation bondstone.dev/asset-tags asks for US"
    )
    assert "annotation" in found.remedy


def test_without_an_annotation_nothing_speaks_of_one() -> None:
    demands = tag_demands({"region": ["EU", "CH"]}, policy="a")
    demands |= tag_demands({"region": ["US"], "tier": ["1"]}, policy="b")
    found = tags_contradict("region", demands)
    assert found.text == (
        'no value of asset tag "region" suits all who demand one: TrustPolicy "a" allows CH or EU, '
        'TrustPolicy "b" allows US; make the policies agree on a value'
    )


def test_many_demands_and_values_are_counted() -> None:
    tags = {"t": [f"v{number}" for number in range(9)]}
    many = [demand for name in range(7) for demand in tag_demands(tags, policy=f"p{name}")]
    detail = tags_contradict("t", many).detail
    assert detail.endswith('TrustPolicy "p3" allows v0 or v1 or v2 or v3 and 5 more and 3 more')


def test_who_demands_is_no_part_of_what_is_asked() -> None:
    renamed = replace(policy(), name="other")
    assert need(policy()).tag_demands != need(renamed).tag_demands
    assert need(policy()).demands == need(renamed).demands
