# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Secret of the authorities: what is written is read, and what cannot be used is told of."""

from datetime import UTC, datetime, timedelta

import pytest

from certs.authority import Authority
from certs.reading import id_of
from issuer.kept import Kept, read_kept

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def made(name: str) -> Authority:
    return Authority.create(name, lifetime=timedelta(days=1), now=NOW)


def whole() -> Kept:
    old = made("old").certificate
    return Kept(signing=made("now"), successor=made("next"), retired={id_of(old): old})


def test_what_is_written_is_read_again() -> None:
    kept = whole()
    read = read_kept(kept.written())
    assert read.problems == ()
    assert read.trusted == kept.trusted
    assert read.bundle.count(b"BEGIN CERTIFICATE") == 3


def test_no_key_of_a_retired_authority_is_kept() -> None:
    assert sorted(whole().written()) == [
        "next.crt", "next.key", "retired.crt", "tls.crt", "tls.key",
    ]  # fmt: skip


def test_an_empty_secret_is_no_problem() -> None:
    assert read_kept({}) == Kept()


@pytest.mark.parametrize("key", ["tls.crt", "tls.key", "next.crt", "next.key"])
def test_a_pair_of_which_half_is_there_is_told_of_and_not_used(key: str) -> None:
    content = dict(whole().written())
    del content[key]
    read = read_kept(content)
    slot = key.partition(".")[0]
    assert read.problems == (f"{slot}.crt and {slot}.key: certificate or key cannot be read",)
    assert len(read.trusted) == 2


def test_retired_ones_that_cannot_be_read_are_told_of() -> None:
    read = read_kept({**whole().written(), "retired.crt": b"no PEM"})
    assert read.problems == ("retired.crt: it is no PEM of certificates",)
    assert read.signing is not None
