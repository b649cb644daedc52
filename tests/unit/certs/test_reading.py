# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates read back: what fits, who signed, and what is no authority."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from certs.authority import BACKDATE, Authority, KeyPair, Subject
from certs.errors import CertsError
from certs.reading import MOST, authorities_in, described, id_of, load_authority, read_leaf

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SUBJECT = Subject(common_name="bondstone-webhook", dns=["webhook.svc"], ips=["127.0.0.1"])


def authority(name: str = "CA") -> Authority:
    return Authority.create(name, lifetime=3 * DAY, now=NOW)


def leaf_of(pair: KeyPair, *known: Authority, subject: Subject = SUBJECT) -> object:
    authorities = {id_of(each.certificate): each.certificate for each in known}
    return read_leaf(pair, subject=subject, authorities=authorities)


def private(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, password: bytes = b"") -> bytes:
    encryption = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, encryption)


def test_an_authority_is_loaded_as_it_was_made_and_signs() -> None:
    made = authority()
    loaded = load_authority(made.pair())
    assert described(loaded.certificate).validity.begins == NOW - BACKDATE
    assert described(loaded.certificate).validity.ends == NOW + 3 * DAY
    found = leaf_of(loaded.issue(SUBJECT, lifetime=DAY, now=NOW), made)
    assert found is not None
    assert getattr(found, "issuer", "") == id_of(made.certificate)
    assert getattr(found, "fits", False)


def test_a_leaf_ends_with_its_authority_at_the_latest() -> None:
    made = authority()
    found = leaf_of(made.issue(SUBJECT, lifetime=30 * DAY, now=NOW + DAY), made)
    assert getattr(found, "validity", None) is not None
    assert found.validity.ends == NOW + 3 * DAY  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("harmed", "problem"),
    [
        ({"certificate": b""}, "cannot be read"),
        ({"key": b""}, "cannot be read"),
        ({"key": b"-----BEGIN"}, "cannot be read"),
        ({"key": private(ec.generate_private_key(ec.SECP256R1()))}, "the key is not the"),
        ({"key": private(ec.generate_private_key(ec.SECP256R1()), b"word")}, "cannot be read"),
        ({"key": private(rsa.generate_private_key(65537, 2048))}, "none of an elliptic curve"),
    ],
)
def test_what_cannot_sign_is_no_authority(harmed: dict[str, bytes], problem: str) -> None:
    with pytest.raises(CertsError, match=problem):
        load_authority(replace(authority().pair(), **harmed))


def test_a_leaf_is_no_authority_even_with_its_key() -> None:
    with pytest.raises(CertsError, match="no authority's"):
        load_authority(authority().issue(SUBJECT, lifetime=DAY, now=NOW))


def test_a_leaf_does_not_fit_with_other_names_or_another_key() -> None:
    made = authority()
    pair = made.issue(SUBJECT, lifetime=DAY, now=NOW)
    other = made.issue(SUBJECT, lifetime=DAY, now=NOW)
    for changed, subject in (
        (replace(pair, key=other.key), SUBJECT),
        (replace(pair, key=b""), SUBJECT),
        (pair, replace(SUBJECT, dns=["other.svc"])),
        (pair, replace(SUBJECT, ips=[])),
        (pair, replace(SUBJECT, common_name="kube-apiserver")),
        (pair, Subject(common_name="bondstone-webhook")),
    ):
        assert getattr(leaf_of(changed, made, subject=subject), "fits", None) is False
    assert getattr(leaf_of(pair, made), "fits", None) is True


def test_a_leaf_of_an_unknown_authority_has_no_issuer_even_where_names_are_equal() -> None:
    pair = authority().issue(SUBJECT, lifetime=DAY, now=NOW)
    assert getattr(leaf_of(pair, authority()), "issuer", None) == ""
    assert getattr(leaf_of(pair), "issuer", None) == ""


@pytest.mark.parametrize("certificate", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n", b"\xff"])
def test_what_is_no_certificate_is_nothing(certificate: bytes) -> None:
    assert leaf_of(KeyPair(certificate=certificate, key=b"")) is None


def test_a_bundle_is_read_whole_or_not_at_all() -> None:
    one, two = authority().pair().certificate, authority().pair().certificate
    assert len(authorities_in(one + two)) == 2
    assert authorities_in(b" \n") == {}
    for bad in (b"no PEM", one.replace(b"M", b"!"), one * (MOST + 1)):
        with pytest.raises(CertsError):
            authorities_in(bad)
