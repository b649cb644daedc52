# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub compares with is what the manifests say."""

import json
from pathlib import Path

from docs.configurations import shipped

ROOT = Path(__file__).parents[3]


def test_the_shipped_shapes_are_those_of_the_manifests() -> None:
    assert (ROOT / "hub" / "configurations.json").read_text() == shipped(ROOT)


def test_every_configuration_of_the_base_is_among_them() -> None:
    kinds = {key.split("/")[0] for key in json.loads(shipped(ROOT))}
    assert kinds == {
        "MutatingWebhookConfiguration",
        "ValidatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
    }
