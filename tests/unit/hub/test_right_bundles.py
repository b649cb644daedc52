# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which caBundle a restored entry has."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from cluster.configurations import Configuration
from hub.right_bundles import PATIENCE, RightBundles
from tests.unit.trust.builders import NOON

OURS, OTHER = (trustme.CA().cert_pem.bytes() for _ in range(2))


class Clock:
    """What a test sets."""

    def __init__(self) -> None:
        self.now = NOON


def bundle(*pems: bytes) -> str:
    return b64encode(b"".join(pems)).decode()


def one(**bundles: str) -> Configuration:
    return Configuration(uid="u", shape={}, bundles=bundles)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ca.crt"
    path.write_bytes(OURS)
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


def choose(
    ca: Path | None, there: str, *, good: Configuration | None = None, clock: Clock | None = None
) -> str:
    right = RightBundles(ca, now=lambda: (clock or Clock()).now)
    return right.choose("Kind/x", "a", found=one(a=there), good=good)


@pytest.mark.parametrize("there", ["", "%%%", bundle(b"no PEM")])
def test_one_that_says_nothing_is_filled_from_the_file_or_from_before(
    file: Path, there: str
) -> None:
    before = one(a=bundle(OTHER))
    assert choose(file, there, good=before) == bundle(OURS)
    assert choose(None, there, good=before) == bundle(OTHER)
    assert choose(None, there) == there
    file.write_text("no PEM")
    assert choose(file, there, good=before) == bundle(OTHER)
    file.unlink()
    assert choose(file, there, good=before) == bundle(OTHER)


def test_an_entry_that_is_gone_has_what_another_one_has(file: Path) -> None:
    found = one(b="%%%", c=bundle(OTHER))
    right = RightBundles(None, now=lambda: NOON)
    assert right.choose("Kind/x", "a", found=found, good=None) == bundle(OTHER)
    assert right.choose("Kind/x", "a", found=None, good=None) == ""
    right = RightBundles(file, now=lambda: NOON)
    assert right.choose("Kind/x", "a", found=None, good=None) == bundle(OURS)


def test_one_that_can_be_read_is_left_alone_where_nobody_says_which_is_right() -> None:
    assert choose(None, bundle(OTHER), good=one(a=bundle(OURS))) == bundle(OTHER)


def test_two_authorities_of_which_one_is_ours_stay_for_ever(file: Path, clock: Clock) -> None:
    right = RightBundles(file, now=lambda: clock.now)
    both = one(a=bundle(OTHER, OURS))
    for _ in range(3):
        assert right.choose("Kind/x", "a", found=both, good=None) == bundle(OTHER, OURS)
        clock.now += PATIENCE


def test_a_strange_one_is_replaced_when_the_file_had_time_to_follow(
    file: Path, clock: Clock
) -> None:
    right = RightBundles(file, now=lambda: clock.now)
    strange = one(a=bundle(OTHER))

    def chosen() -> str:
        return right.choose("Kind/x", "a", found=strange, good=None)

    assert chosen() == bundle(OTHER)
    clock.now += PATIENCE
    assert chosen() == bundle(OTHER)
    clock.now += timedelta(seconds=1)
    assert chosen() == bundle(OURS)
    file.write_bytes(OTHER)
    assert chosen() == bundle(OTHER)
    file.write_bytes(OURS)
    assert chosen() == bundle(OTHER), "the time begins anew"


def test_a_file_that_cannot_be_read_makes_no_bundle_strange(file: Path, clock: Clock) -> None:
    file.unlink()
    right = RightBundles(file, now=lambda: clock.now)
    for _ in range(2):
        assert right.choose("Kind/x", "a", found=one(a=bundle(OTHER)), good=None) == bundle(OTHER)
        clock.now += 2 * PATIENCE
