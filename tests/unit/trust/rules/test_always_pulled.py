# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The rule about pull policies."""

import pytest

from trust.pod import PodImage
from trust.rules.always_pulled import always_pulled
from trust.verdict import Outcome

CONTAINER = "/spec/containers/0/image"
VOLUME = "/spec/volumes/0/image/reference"


def image(pull_policy: str, path: str = CONTAINER) -> PodImage:
    return PodImage(owner="it", image="r.example/a", path=path, pull_policy=pull_policy)


def test_always_passes() -> None:
    assert always_pulled(image("Always")) is None


@pytest.mark.parametrize("pull_policy", ["IfNotPresent", "Never", "", "always"])
@pytest.mark.parametrize(
    ("path", "field"), [(CONTAINER, "imagePullPolicy"), (VOLUME, "pullPolicy")]
)
def test_anything_else_is_denied_with_the_fields_name(
    pull_policy: str, path: str, field: str
) -> None:
    found = always_pulled(image(pull_policy, path))
    assert found is not None
    assert found.outcome is Outcome.DENY
    assert found.detail.startswith(f'its {field} is "{pull_policy}"')
    assert found.remedy.startswith("set it to Always")
