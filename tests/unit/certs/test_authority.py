# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an authority issues verifies as RFC 5280 says, for its purpose only, and while it lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509 import DNSName
from cryptography.x509.oid import ExtensionOID, NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from certs.authority import Authority, KeyPair
from certs.errors import SubjectError
from certs.subject import Subject

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def authority(lifetime: timedelta = DAY) -> Authority:
    return Authority.create("trial CA", lifetime=lifetime, now=NOON)


def policy(ca: Authority, *, at: datetime = NOON) -> PolicyBuilder:
    return PolicyBuilder().store(Store([loaded(ca.pair)])).time(at)


def loaded(pair: KeyPair) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pair.cert_pem)


def test_a_server_is_verified_by_its_name() -> None:
    ca = authority()
    leaf = loaded(ca.issue(Subject.server("webhook", ["a.example"]), lifetime=DAY, now=NOON))
    chain = policy(ca).build_server_verifier(DNSName("a.example")).verify(leaf, [])
    assert chain == [leaf, loaded(ca.pair)]


def test_a_server_is_not_verified_by_another_name() -> None:
    ca = authority()
    leaf = loaded(ca.issue(Subject.server("webhook", ["a.example"]), lifetime=DAY, now=NOON))
    with pytest.raises(VerificationError):
        policy(ca).build_server_verifier(DNSName("b.example")).verify(leaf, [])


def test_a_server_is_no_client() -> None:
    ca = authority()
    leaf = loaded(ca.issue(Subject.server("webhook", ["a.example"]), lifetime=DAY, now=NOON))
    with pytest.raises(VerificationError):
        policy(ca).build_client_verifier().verify(leaf, [])


def test_another_authority_does_not_vouch() -> None:
    ca, other = authority(), authority()
    leaf = loaded(ca.issue(Subject.server("webhook", ["a.example"]), lifetime=DAY, now=NOON))
    with pytest.raises(VerificationError):
        policy(other).build_server_verifier(DNSName("a.example")).verify(leaf, [])


def test_a_leaf_that_ended_is_not_verified() -> None:
    ca = authority()
    subject = Subject.server("webhook", ["a.example"])
    leaf = loaded(ca.issue(subject, lifetime=timedelta(hours=1), now=NOON))
    late = policy(ca, at=NOON + timedelta(hours=2))
    with pytest.raises(VerificationError):
        late.build_server_verifier(DNSName("a.example")).verify(leaf, [])


def test_a_client_carries_its_name_and_its_groups() -> None:
    subject = Subject.client("system:node:m1", "system:nodes")
    leaf = loaded(authority().issue(subject, lifetime=DAY, now=NOON))
    values = {a.oid: a.value for a in leaf.subject}
    assert values == {
        NameOID.COMMON_NAME: "system:node:m1",
        NameOID.ORGANIZATION_NAME: "system:nodes",
    }
    oids = {extension.oid for extension in leaf.extensions}
    assert ExtensionOID.SUBJECT_ALTERNATIVE_NAME not in oids


def test_a_leaf_never_outlives_its_authority() -> None:
    ca = authority(lifetime=timedelta(hours=1))
    leaf = loaded(ca.issue(Subject.client("c"), lifetime=DAY, now=NOON))
    assert leaf.not_valid_after_utc == NOON + timedelta(hours=1)


def test_an_authority_that_ended_issues_nothing() -> None:
    with pytest.raises(SubjectError, match="ended at 2026-11-24"):
        authority().issue(Subject.client("c"), lifetime=DAY, now=NOON + DAY)


def test_the_key_belongs_to_the_certificate_and_is_in_no_repr() -> None:
    pair = authority().issue(Subject.client("c"), lifetime=DAY, now=NOON)
    key = serialization.load_pem_private_key(pair.key_pem, password=None)
    assert key.public_key() == loaded(pair).public_key()
    assert "PRIVATE" not in repr(pair)
