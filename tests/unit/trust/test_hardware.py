# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names of hardware."""

import pytest

from trust.hardware import is_ek_hash, is_hardware_uuid, same_hardware

UUID = "0009e54e-642f-e511-906e-0012795d96dd"


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (UUID, True),
        (UUID.upper(), False),
        (UUID + "\n", False),
        (UUID.replace("-", ""), False),
        ("00000000-0000-0000-0000-000000000000", False),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", False),
        ("", False),
    ],
)
def test_a_uuid_stands_in_lower_case_and_was_set_by_somebody(text: str, good: bool) -> None:
    assert is_hardware_uuid(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [("ab" * 32, True), ("AB" * 32, False), ("ab" * 31, False), ("ab" * 32 + "\n", False)],
)
def test_a_hash_of_an_ek_has_64_digits(text: str, good: bool) -> None:
    assert is_ek_hash(text) is good


def test_firmware_writes_uuids_in_either_byte_order() -> None:
    assert same_hardware(UUID, UUID)
    assert same_hardware("4ee50900-2f64-11e5-906e-0012795d96dd", UUID)
    assert not same_hardware("4ee50900-2f64-11e5-906e-0012795d96de", UUID)
    assert not same_hardware("", UUID)
