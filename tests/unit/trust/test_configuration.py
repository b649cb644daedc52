# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is shipped against what is found."""

from copy import deepcopy
from typing import Any

import pytest

from trust.configuration import bundles_of, differences, shape_of, with_url, without_entry

SHIPPED: dict[str, Any] = {
    "metadata": {"name": "bondstone"},
    "webhooks": [
        {
            "name": "protected",
            "clientConfig": {"service": {"name": "w", "namespace": "s", "path": "/mutate"}},
            "failurePolicy": "Fail",
            "namespaceSelector": {"matchLabels": {"a": "b"}},
            "rules": [{"resources": ["pods"], "operations": ["CREATE", "UPDATE"]}],
        }
    ],
}


def stored(**changes: object) -> dict[str, Any]:
    """Return it as the API server has it, its one entry changed."""
    raw = deepcopy(SHIPPED)
    (entry,) = raw["webhooks"]
    entry["objectSelector"] = {}
    entry["clientConfig"]["service"]["port"] = 443
    entry["clientConfig"]["caBundle"] = "Q0E="
    entry.update(changes)
    return raw


def found(raw: dict[str, Any]) -> list[str]:
    return list(differences(shape_of(SHIPPED), shape_of(raw)))


def test_what_the_api_server_adds_is_no_difference() -> None:
    assert found(stored()) == []
    assert bundles_of(stored()) == {"protected": "Q0E="}
    assert bundles_of(SHIPPED) == {"protected": ""}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"failurePolicy": "Ignore"},
         "webhooks.protected.failurePolicy is Ignore, and shipped as Fail"),
        ({"namespaceSelector": {}}, "webhooks.protected.namespaceSelector is absent"),
        ({"namespaceSelector": {"matchLabels": {"a": "c"}}},
         "webhooks.protected.namespaceSelector.matchLabels.a is c, and shipped as b"),
        ({"objectSelector": {"matchLabels": {"x": "y"}}},
         "webhooks.protected.objectSelector is {'matchLabels': {'x': 'y'}}, and shipped as absent"),
        ({"matchConditions": [{"name": "never", "expression": "false"}]},
         "webhooks.protected.matchConditions is [{"),
        ({"rules": []}, "webhooks.protected.rules is absent"),
        ({"rules": [{"resources": ["pods"], "operations": ["CREATE"]}]},
         "webhooks.protected.rules is [{"),
        ({"clientConfig": {"url": "https://evil.example/mutate"}},
         "webhooks.protected.clientConfig.service is absent"),
        ({"name": "another"}, "webhooks.another is {"),
    ],
)  # fmt: skip
def test_what_weakens_is_told_with_its_place(changes: dict[str, object], text: str) -> None:
    assert any(clause.startswith(text) for clause in found(stored(**changes)))


def test_an_object_without_entries_lacks_them_all() -> None:
    assert found({"webhooks": None})[0].startswith("webhooks.protected is absent")
    assert bundles_of({}) == {}


def test_where_the_webhook_is_called_by_url_that_url_is_expected() -> None:
    shipped = with_url(shape_of(SHIPPED), "https://127.0.0.1:1")
    for url, same in (("https://127.0.0.1:1/mutate", True), ("https://127.0.0.1:2/mutate", False)):
        raw = stored(clientConfig={"url": url, "caBundle": "Q0E="})
        assert (list(differences(shipped, shape_of(raw))) == []) is same


def test_a_policy_of_the_api_server_is_compared_by_its_spec() -> None:
    spec = {"failurePolicy": "Fail", "validations": [{"expression": "a == b"}]}
    shipped = shape_of({"spec": spec})
    assert with_url(shipped, "https://127.0.0.1:1") == shipped
    same = {"spec": {**spec, "matchConstraints": {"objectSelector": {}}}, "status": {"x": 1}}
    assert list(differences(shipped, shape_of(same))) == []
    other = shape_of({"spec": {**spec, "validations": [{"expression": "true"}]}})
    assert len(list(differences(shipped, other))) == 1


def test_an_entry_that_the_operator_left_out_is_expected_nowhere() -> None:
    shipped = shape_of(SHIPPED)
    without = without_entry(shipped, "protected")
    assert list(differences(without, shape_of({"webhooks": []}))) == []
    assert list(differences(without, shipped)) != []
    assert without_entry(shipped, "another") == shipped
    policy = shape_of({"spec": {"failurePolicy": "Fail"}})
    assert without_entry(policy, "protected") == policy


def test_an_expression_may_be_folded_in_another_way() -> None:
    texts = ("a == b ||\n\n  c", "a == b || c\n")
    one, two = (shape_of({"spec": {"expression": text}}) for text in texts)
    assert one == two
