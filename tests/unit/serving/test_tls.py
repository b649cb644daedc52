# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates on disk: what cannot be used is refused, what changes is read again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from prometheus_client import CollectorRegistry, Counter

from certs.authority import Authority, Subject
from certs.trial import write_pair
from serving.errors import SettingsError
from serving.settings import ServerSettings
from serving.tls import ContextCache, load_context

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def issue(folder: Path) -> None:
    """Write an authority and a server's certificate of it."""
    authority = Authority.create("test CA", lifetime=DAY, now=NOW)
    subject = Subject(common_name="server", dns=["server"])
    write_pair(folder, "ca", authority.pair())
    write_pair(folder, "server", authority.issue(subject, lifetime=DAY, now=NOW))


def settings_of(folder: Path) -> ServerSettings:
    return ServerSettings(
        name="test",
        tls_cert=folder / "server.crt",
        tls_key=folder / "server.key",
        client_ca=folder / "ca.crt",
        client_names=frozenset({"friend"}),
    )


def cache_of(folder: Path) -> tuple[ContextCache, Callable[[], float | None]]:
    """Return a cache, and what tells how many renewals failed."""
    registry = CollectorRegistry()
    failures = Counter("failures", "Failures.", registry=registry)
    return ContextCache(settings_of(folder), failures), partial(
        registry.get_sample_value, "failures_total"
    )


def encrypt(path: Path) -> None:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    locked = serialization.BestAvailableEncryption(b"secret")
    pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    path.write_bytes(key.private_bytes(*pem, locked))


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda folder: (folder / "server.crt").unlink(), "server.crt is missing"),
        (lambda folder: (folder / "server.key").unlink(), "server.key is missing"),
        (lambda folder: (folder / "server.key").write_text("no key"), "cannot be used"),
        (lambda folder: (folder / "server.crt").write_text(""), "used: it is not PEM"),
        (
            lambda folder: (folder / "ca.key").rename(folder / "server.key"),
            "used: the key is not the certificate's",
        ),
        (lambda folder: encrypt(folder / "server.key"), "the key is encrypted"),
        (lambda folder: (folder / "ca.crt").unlink(), "client CA"),
        (lambda folder: (folder / "ca.crt").write_text(""), "ca.crt cannot be read: it holds no"),
        (lambda folder: (folder / "ca.key").rename(folder / "ca.crt"), "client CA"),
    ],
    ids=range(9),
)
def test_files_that_cannot_be_used_are_named(
    tmp_path: Path, spoil: Callable[[Path], object], problem: str
) -> None:
    issue(tmp_path)
    spoil(tmp_path)
    with pytest.raises(SettingsError, match=problem) as caught:
        load_context(settings_of(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_context_is_made_once_for_unchanged_files(tmp_path: Path) -> None:
    issue(tmp_path)
    cache, _ = cache_of(tmp_path)
    assert cache.context() is cache.context()


@pytest.mark.parametrize("name", ["server.crt", "ca.crt"])
def test_each_file_is_watched(tmp_path: Path, name: str) -> None:
    issue(tmp_path)
    cache, _ = cache_of(tmp_path)
    before = cache.context()
    path = tmp_path / name
    path.write_text(path.read_text() + "\n")
    assert cache.context() is not before


def test_the_swapped_link_of_a_mounted_secret_is_seen(tmp_path: Path) -> None:
    for name in ("first", "second"):
        issue(tmp_path / name)
    link = tmp_path / "..data"
    link.symlink_to("first")
    cache, failures = cache_of(link)
    before = cache.context()
    following = tmp_path / "..data_tmp"
    following.symlink_to("second")
    following.rename(link)
    assert cache.context() is not before
    assert failures() == 0


def test_a_broken_renewal_is_tried_once_and_mended_by_the_next(tmp_path: Path) -> None:
    issue(tmp_path)
    cache, failures = cache_of(tmp_path)
    before = cache.context()
    (tmp_path / "server.key").unlink()
    assert [cache.context(), cache.context()] == [before, before]
    assert failures() == 1
    issue(tmp_path)
    assert cache.context() is not before
    assert failures() == 1
