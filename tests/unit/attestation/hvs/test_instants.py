# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Instants and identifiers of HVS, read strictly."""

from datetime import UTC, datetime

import pytest

from attestation.hvs.instants import parse_instant, parse_uuid


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2022-11-24T10:11:25.86Z", datetime(2022, 11, 24, 10, 11, 25, 860_000, UTC)),
        ("2021-09-09T07:43:19.626393Z", datetime(2021, 9, 9, 7, 43, 19, 626_393, UTC)),
        ("2021-09-09T07:43:19.626393987Z", datetime(2021, 9, 9, 7, 43, 19, 626_393, UTC)),
        ("2020-07-04T02:40:54.242886605-07:00", datetime(2020, 7, 4, 9, 40, 54, 242_886, UTC)),
        ("2022-11-24T10:11:25Z", datetime(2022, 11, 24, 10, 11, 25, 0, UTC)),
    ],
)
def test_an_instant_keeps_its_zone(text: str, instant: datetime) -> None:
    assert parse_instant(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "", "2022-11-24", "2022-11-24T10:11:25", "2022-11-24 10:11:25Z", "20221124T101125Z",
        "2022-13-24T10:11:25Z", "0001-01-01T00:00:00+09:00", "٢٠٢٢-11-24T10:11:25Z",
        "2022-11-24T10:11:25Z\n", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    ],
)  # fmt: skip
def test_anything_else_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an instant|month|beyond"):
        parse_instant(text)


def test_a_uuid_is_told_in_lower_case() -> None:
    found = parse_uuid("0009E54E-642F-E511-906E-0012795D96DD")
    assert found == "0009e54e-642f-e511-906e-0012795d96dd"


@pytest.mark.parametrize(
    "text",
    [
        "", "0009e54e642fe511906e0012795d96dd", "{0009e54e-642f-e511-906e-0012795d96dd}",
        "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "0009e54e-642f-e511-906e-0012795d96dd\n",
    ],
)  # fmt: skip
def test_anything_else_and_what_many_machines_share_is_no_uuid(text: str) -> None:
    with pytest.raises(ValueError, match="is not a UUID, or one that many share"):
        parse_uuid(text)
