# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Configurations read from raw JSON."""

from cluster.configurations import configuration_of


def test_a_configuration_is_reduced_to_what_admission_rests_on() -> None:
    entry = {"name": "a", "clientConfig": {"caBundle": "Q0E=", "url": "https://x"}}
    raw = {"metadata": {"name": "bondstone", "uid": "u"}, "webhooks": [entry]}
    one = configuration_of(raw)
    assert one.uid == "u"
    assert one.shape == {"webhooks": {"a": {"name": "a", "clientConfig": {"url": "https://x"}}}}
    assert one.bundles == {"a": "Q0E="}
