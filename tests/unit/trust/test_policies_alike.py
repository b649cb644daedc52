# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The parser's half of what it and the API server must judge alike."""

from typing import Any

import pytest

from tests.assets.policies import BAD, GOOD
from trust.errors import PolicyError
from trust.policy_document import parse_policy


def document(spec: dict[str, Any]) -> dict[str, Any]:
    head = {"apiVersion": "bondstone.dev/v1alpha1", "kind": "TrustPolicy"}
    return {**head, "metadata": {"name": "p"}, "spec": spec}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_policy_is_read(name: str) -> None:
    assert parse_policy(document(GOOD[name])).name == "p"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_one_is_not(name: str) -> None:
    with pytest.raises(PolicyError):
        parse_policy(document(BAD[name]))
