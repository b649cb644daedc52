# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The documents that make a configuration what was shipped again."""

from typing import Any

from trust.configuration import shape_of
from trust.restoration import changed, created

ENTRY = {"name": "a", "clientConfig": {"service": {"name": "w"}}, "failurePolicy": "Fail"}
WEBHOOKS = shape_of({"webhooks": [ENTRY, {**ENTRY, "name": "b"}]})
POLICY = shape_of({"spec": {"failurePolicy": "Fail", "matchConstraints": {"rules": ["r"]}}})
IDENTITY = ("group/v1", "Kind", "bondstone")


def test_what_is_gone_is_created_with_its_labels_and_the_bundles_that_are_known() -> None:
    metadata = {"labels": {"x": "y"}}
    document = created(WEBHOOKS, identity=IDENTITY, metadata=metadata, bundles={"a": "Q0E="})
    assert document["metadata"] == {"name": "bondstone", "labels": {"x": "y"}}
    assert (document["apiVersion"], document["kind"]) == ("group/v1", "Kind")
    bundled = {"service": {"name": "w"}, "caBundle": "Q0E="}
    assert document["webhooks"] == [{**ENTRY, "clientConfig": bundled}, {**ENTRY, "name": "b"}]


def test_a_policy_is_created_with_its_spec() -> None:
    document = created(POLICY, identity=IDENTITY, metadata={}, bundles={})
    assert document["spec"] == POLICY["spec"]
    assert "webhooks" not in document


def test_changed_webhooks_are_replaced_as_a_list_under_the_version_that_was_judged() -> None:
    patch = changed(WEBHOOKS, shape_of({"webhooks": []}), version="7", bundles={"b": "Qg=="})
    assert patch["metadata"] == {"resourceVersion": "7"}
    assert [entry["name"] for entry in patch["webhooks"]] == ["a", "b"]
    assert patch["webhooks"][1]["clientConfig"]["caBundle"] == "Qg=="


def test_what_was_added_to_a_policy_is_removed() -> None:
    found: Any = shape_of(
        {"spec": {"failurePolicy": "Ignore", "paramKind": {"kind": "X"}, "matchConstraints": {
            "rules": ["r"], "objectSelector": {"matchLabels": {"no": "such"}}}}}
    )  # fmt: skip
    assert changed(POLICY, found, version="7", bundles={})["spec"] == {
        "failurePolicy": "Fail",
        "paramKind": None,
        "matchConstraints": {"rules": ["r"], "objectSelector": None},
    }


def test_an_emptied_policy_is_written_whole() -> None:
    assert changed(POLICY, {}, version="7", bundles={})["spec"] == POLICY["spec"]
