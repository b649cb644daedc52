# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists of revoked records."""

from datetime import datetime, timedelta

import pytest

from attestation.tags.errors import MalformedError, RevocationsError, WrongKeyError
from attestation.tags.jws import sign
from attestation.tags.revocations import (
    MOST_SERIALS,
    REVOCATIONS,
    Revocations,
    issue_revocations,
    read_revocations,
    require_newer,
)
from tests.unit.attestation.tags.builders import KEY, OTHER_KEY, SERIAL, record_text
from tests.unit.trust.builders import NOON

SECOND = timedelta(seconds=1)
MORE = "f" * 16


def listed(*serials: str, at: datetime = NOON) -> Revocations:
    return Revocations(issued_at=at, serials=frozenset(serials), issuer="tag desk")


def test_what_an_authority_revokes_is_read_again() -> None:
    text = issue_revocations([MORE, SERIAL, SERIAL], issuer="tag desk", key=KEY, now=NOON)
    assert read_revocations(text, KEY.public_keys) == listed(SERIAL, MORE)


def test_a_list_may_be_empty() -> None:
    text = issue_revocations([], issuer="tag desk", key=KEY, now=NOON)
    assert read_revocations(text, KEY.public_keys) == listed()


def test_the_largest_list_fits() -> None:
    serials = [f"{number:064x}" for number in range(MOST_SERIALS)]
    text = issue_revocations(serials, issuer="x" * 200, key=KEY, now=NOON)
    assert len(read_revocations(text, KEY.public_keys).serials) == MOST_SERIALS
    with pytest.raises(MalformedError, match="more than 20000 entries"):
        issue_revocations([*serials, "f" * 64], issuer="x", key=KEY, now=NOON)


def test_a_list_of_another_key_or_of_another_type_is_none() -> None:
    text = issue_revocations([], issuer="tag desk", key=OTHER_KEY, now=NOON)
    with pytest.raises(WrongKeyError):
        read_revocations(text, KEY.public_keys)
    with pytest.raises(MalformedError, match="its type is not bondstone-tag-revocations"):
        read_revocations(record_text(), KEY.public_keys)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"serials": None}, r"claims\.serials: is required"),
        ({"serials": {}}, r"claims\.serials: must be a list"),
        ({"serials": ["7"]}, "must be a list of serials"),
        ({"serials": [7]}, "must be a list of serials"),
        ({"iat": None}, r"claims\.iat: is required"),
        ({"exp": 1}, r"claims\.exp: is not a field"),
    ],
)
def test_a_list_is_read_strictly(changes: dict[str, object], problem: str) -> None:
    claims: dict[str, object] = {"iss": "x", "iat": 1, "serials": [], **changes}
    with pytest.raises(MalformedError, match=problem):
        read_revocations(sign(claims, kind=REVOCATIONS, key=KEY), KEY.public_keys)


@pytest.mark.parametrize(
    ("new", "seen"),
    [
        (listed(), None),
        (listed(at=NOON + 5 * SECOND), None),
        (listed(SERIAL), listed(SERIAL)),
        (listed(SERIAL, MORE), listed(SERIAL)),
        (listed(at=NOON), listed(SERIAL, at=NOON - SECOND)),
    ],
)
def test_a_list_may_follow(new: Revocations, seen: Revocations | None) -> None:
    require_newer(new, seen, now=NOON)


@pytest.mark.parametrize(
    ("new", "seen", "problem"),
    [
        (listed(at=NOON + 6 * SECOND), None, "which has not come yet"),
        (listed(SERIAL, at=NOON - SECOND), listed(), "one of 2026-01-01T12:00:00Z was seen"),
        (listed(MORE), listed(SERIAL), "with serials it lacks"),
    ],
)
def test_a_replayed_list_does_not_follow(
    new: Revocations, seen: Revocations | None, problem: str
) -> None:
    with pytest.raises(RevocationsError, match=problem):
        require_newer(new, seen, now=NOON)
