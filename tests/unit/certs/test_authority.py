# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates for trials."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store

from certs.authority import Authority, Subject
from certs.errors import CertsError
from certs.trial import write_trial_certificates

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def issue(subject: Subject) -> tuple[x509.Certificate, Store]:
    authority = Authority.create("CA", lifetime=DAY, now=NOW)
    pair = authority.issue(subject, lifetime=DAY, now=NOW)
    store = Store([x509.load_pem_x509_certificate(authority.pair().certificate)])
    return x509.load_pem_x509_certificate(pair.certificate), store


def test_a_server_certificate_verifies_for_its_names_only() -> None:
    leaf, store = issue(Subject(common_name="webhook", dns=["webhook.svc"], ips=["127.0.0.1"]))
    policy = PolicyBuilder().store(store).time(NOW)
    policy.build_server_verifier(x509.DNSName("webhook.svc")).verify(leaf, [])
    with pytest.raises(x509.verification.VerificationError):
        policy.build_server_verifier(x509.DNSName("other.svc")).verify(leaf, [])


def test_a_client_certificate_is_no_servers() -> None:
    leaf, _ = issue(Subject(common_name="system:node:m1", organizations=["system:nodes"]))
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert leaf.subject.rfc4514_string() == "CN=system:node:m1,O=system:nodes"


def test_an_authority_signs_leaves_only() -> None:
    pair = Authority.create("CA", lifetime=DAY, now=NOW).pair()
    certificate = x509.load_pem_x509_certificate(pair.certificate)
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (constraints.ca, constraints.path_length) == (True, 0)


def test_keys_are_their_owners_and_an_authority_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "certs"
    written = write_trial_certificates(folder, names=["127.0.0.1", "a.b"], lifetime=DAY, now=NOW)
    assert len(written) == 10
    assert all(path.stat().st_mode & 0o077 == 0 for path in written if path.suffix == ".key")
    before = (folder / "ca.crt").read_bytes()
    with pytest.raises(
        CertsError, match=r"--overwrite, which makes every certificate .* worthless"
    ):
        write_trial_certificates(folder, names=["a.b"], lifetime=DAY, now=NOW)
    assert (folder / "ca.crt").read_bytes() == before
    write_trial_certificates(folder, names=["a.b"], lifetime=DAY, now=NOW, overwrite=True)
    assert (folder / "ca.crt").read_bytes() != before


def test_a_server_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CertsError, match="at least one name"):
        write_trial_certificates(tmp_path, names=[], lifetime=DAY, now=NOW)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "it is empty"),
        ("bücher.example", "punycode, xn--bcher-kva.example"),
        ("\u2028", "it is not ASCII"),
        ("https://a.b", "the host of the URL alone"),
        ("a.b,c.d", "one name at a time"),
        ("a.b c.d", "one name at a time"),
        ("1.2.3.999", "four numbers from 0 to 255"),
        ("a..b", "labels of letters"),
        ("a:443", "labels of letters"),
        ("x" * 64, "labels of letters"),
        ("a." * 127, "labels of letters"),
        ("fe80::1%eth0", "labels of letters"),
    ],
)
def test_what_is_no_name_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, problem: str
) -> None:
    with pytest.raises(CertsError, match=f"^name .* is no DNS name or IP address: .*{problem}"):
        write_trial_certificates(tmp_path / "certs", names=["a.b", name], lifetime=DAY, now=NOW)
    assert not (tmp_path / "certs").exists()


@pytest.mark.parametrize("name", ["a", "*.a.b", "A-1.b", "xn--bcher-kva.example", "::1", "1.2.3.4"])
def test_what_is_a_name_is_taken(tmp_path: Path, name: str) -> None:
    assert write_trial_certificates(tmp_path / "certs", names=[name], lifetime=DAY, now=NOW)
