# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the webhook configurations ask about; tests/e2e tries it with the webhook killed."""

from typing import Any

import pytest

from tests.integration.test_manifests import named, of_kind, render
from trust.names import TAGS_ANNOTATION


@pytest.fixture(scope="module", params=["base", "overlays/local"])
def documents(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return render(request.param)


def test_an_update_of_a_pod_is_asked_about_only_where_something_judged_changes(
    documents: list[dict[str, Any]],
) -> None:
    kinds = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
    for configuration in of_kind(documents, *kinds):
        for webhook in configuration["webhooks"]:
            if webhook["name"].partition(".")[0] not in ("protected-changes", "others-changes"):
                continue
            by_name = {each["name"]: each["expression"] for each in webhook["matchConditions"]}
            expression = by_name["pod-changed-in-what-is-judged"]
            for ground in ("object.spec", "?labels", TAGS_ANNOTATION):
                assert ground in expression
            assert "deletionTimestamp" not in expression


def test_each_operation_is_asked_about_once_and_creations_without_conditions(
    documents: list[dict[str, Any]],
) -> None:
    kinds = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
    for configuration in of_kind(documents, *kinds):
        for prefix in ("protected", "others"):
            created, changed = named(configuration, prefix, f"{prefix}-changes")
            assert "matchConditions" not in created
            asked = [*operations(created), *operations(changed)]
            assert len(asked) == len(set(asked))
            assert {("CREATE", "pods"), ("UPDATE", "pods/ephemeralcontainers")} < {*asked}
            assert ("UPDATE", "pods") in operations(changed)


def operations(webhook: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (operation, resource)
        for rule in webhook["rules"]
        for operation in rule["operations"]
        for resource in rule["resources"]
    ]
