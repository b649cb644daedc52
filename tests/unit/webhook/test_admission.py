# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Each resource has its handler, and what has none is never admitted."""

import pytest

from tests.unit.webhook.builders import World, pod, request
from trust.verdict import Outcome


@pytest.mark.parametrize("endpoint", ["mutate", "validate"])
@pytest.mark.parametrize(
    ("group", "resource", "subresource"),
    [
        ("", "pods", "resize"),
        ("", "services", ""),
        ("", "deployments", ""),
        ("other.example", "pods", ""),
        ("other.example", "deployments", ""),
        ("apps", "deployments", "scale"),
    ],
)
def test_what_nobody_judges_is_unknown_and_not_admitted(
    endpoint: str, group: str, resource: str, subresource: str
) -> None:
    asked = request(pod(), resource={"group": group, "resource": resource}, subResource=subresource)
    verdict = getattr(World().admission, endpoint)(asked, deadline=1e9).verdict
    assert (verdict.outcome, verdict.codes) == (Outcome.UNKNOWN, ("resource-not-ours",))
    assert verdict.findings[0].detail.startswith(f"{asked.target} is not")
