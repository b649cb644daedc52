# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which PCRs a verifier compares."""

import pytest

from attestation.keylime.pcr_policy import pinned_pcrs
from tests.unit.attestation.keylime.recorded import PINNED, recorded

DIGEST = "0" * 64


def test_values_pin_a_pcr() -> None:
    assert pinned_pcrs(PINNED) == {15}
    assert pinned_pcrs(f'{{"0": "{DIGEST}", "7": ["{DIGEST}", "{"F" * 96}"]}}') == {0, 7}


@pytest.mark.parametrize(
    "policy",
    [
        recorded("agent-pass")["results"]["tpm_policy"],
        '{"mask":"0xffff"}',
        f'{{"16": ["{DIGEST}"], "23": ["{DIGEST}"]}}',
        f'{{"24": ["{DIGEST}"], "-1": ["{DIGEST}"], "x": ["{DIGEST}"], "99": ["{DIGEST}"]}}',
        '{"15": []}',
        '{"15": ["not hex"]}',
        f'{{"15": ["{DIGEST}", 7]}}',
        '{"15": {}}',
        f'{{"15": ["{DIGEST}"], "15": ["{DIGEST}"]}}',
        "[]",
        "{",
        "",
        "\ud800",
        None,
        {"15": [DIGEST]},
    ],
    ids=range(15),
)
def test_anything_else_pins_nothing(policy: object) -> None:
    assert pinned_pcrs(policy) == frozenset()
