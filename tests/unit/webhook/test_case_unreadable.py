# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Specs that cannot be read, or are beyond a bound: where that refuses, and where it must not."""

from typing import Any

import pytest

from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import pod
from tests.unit.webhook.test_case import OLD, case_of, opened
from trust.verdict import Finding, Outcome

CROWDED = pod(containers=[{"name": f"c{number}", "image": "x"} for number in range(2000)])


@pytest.mark.parametrize("mode", ["Warn", "Audit"])
@pytest.mark.parametrize("document", [CROWDED, {**pod(), "spec": None}], ids=["crowded", "none"])
def test_policies_that_only_watch_tell_of_a_spec_that_cannot_be_read(
    document: dict[str, Any], mode: str
) -> None:
    case = case_of(document, policy(mode=mode))
    assert case.unreadable is not None
    assert (case.unreadable.code, case.unreadable.outcome) == ("pod-unreadable", Outcome.UNKNOWN)
    assert case.pod.images == ()
    enforced_too = opened(document, policy(mode=mode), policy())
    assert isinstance(enforced_too, Finding)
    assert enforced_too.code == "pod-unreadable"


def test_what_is_crowded_and_was_there_before_is_labelled_and_goes() -> None:
    update: dict[str, Any] = {"operation": "UPDATE", "oldObject": CROWDED}
    labelled_later = {**CROWDED, "metadata": {"name": "p", "labels": {"a": "b"}}}
    assert case_of(labelled_later, policy(), **update).unreadable is not None
    changed = {**CROWDED, "spec": {**CROWDED["spec"], "nodeSelector": {}}}
    assert isinstance(opened(changed, policy(), **update), Finding)


def test_what_is_crowded_comes_under_no_policy_by_an_update() -> None:
    selected = policy(match={"podSelector": {"matchLabels": {"app": "api"}}})
    crowded = {**CROWDED, "metadata": {"name": "p", "labels": {"app": "api"}}}
    found = opened(crowded, selected, operation="UPDATE", oldObject=CROWDED)
    assert isinstance(found, Finding)
    assert "spec.containers: has 2000 entries, and at most 200 are read" in found.detail


def test_which_updates_depend_on_the_spec() -> None:
    other = pod("registry.example/other:1")
    assert case_of(pod(), policy()).spec_decides
    assert case_of(other, policy(), **OLD).spec_decides
    assert not case_of(pod(), policy(), **OLD).spec_decides
    assert not case_of(other, policy(mode="Audit"), **OLD).spec_decides
