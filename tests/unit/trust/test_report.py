# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Results of attestation that are taken back."""

from dataclasses import replace

from tests.unit.trust.builders import REPORT


def test_a_doubt_takes_trust_and_tags_and_failures_and_leaves_the_rest() -> None:
    failed = replace(REPORT, trusted=False, failures=("PCR 7",))
    wanted = replace(REPORT, trusted=False, asset_tags={}, failures=(), doubt="not reachable")
    assert REPORT.doubted("not reachable") == wanted
    assert failed.doubted("not reachable") == wanted
