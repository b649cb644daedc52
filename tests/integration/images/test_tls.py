# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry is who its certificate says, or it is not asked."""

import ssl
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from images.errors import ImageUnavailableError
from images.registries import Registry
from tests.integration.images.shop import codes, shop_with
from tests.simulators.registry import RegistrySimulator, registry_simulator


def server(ca: trustme.CA, name: str = "127.0.0.1", *, expired: bool = False) -> ssl.SSLContext:
    now = datetime.now(UTC)
    not_after = now - timedelta(days=1) if expired else now + timedelta(days=1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name, not_before=now - timedelta(days=2), not_after=not_after).configure_cert(
        context
    )
    return context


def outdated(ca: trustme.CA) -> ssl.SSLContext:
    context = server(ca)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def refusal(context: ssl.SSLContext | None, ca_file: Path | None) -> tuple[str, RegistrySimulator]:
    with registry_simulator(context) as registry:
        shop = shop_with(registry, Registry(host=registry.host, ca_file=ca_file))
        with pytest.raises(ImageUnavailableError) as caught:
            shop.inspect()
        return str(caught.value), registry


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("expired", "certificate has expired"),
        ("other name", "IP address mismatch"),
        ("unknown authority", "unable to get local issuer certificate"),
        ("TLS 1.1", "TLS to"),
        ("no TLS", "TLS to"),
    ],
)
def test_a_registry_that_cannot_be_verified_is_not_asked(
    ca: trustme.CA, ca_file: Path, case: str, why: str
) -> None:
    contexts: dict[str, Callable[[], ssl.SSLContext | None]] = {
        "expired": lambda: server(ca, expired=True),
        "other name": lambda: server(ca, "127.0.0.2"),
        "unknown authority": lambda: server(trustme.CA()),
        "TLS 1.1": lambda: outdated(ca),
        "no TLS": lambda: None,
    }
    text, registry = refusal(contexts[case](), ca_file)
    assert why in text
    assert registry.host in text
    assert registry.asked == []


def test_the_authorities_of_the_system_do_not_know_a_private_one(
    server_context: ssl.SSLContext,
) -> None:
    text, registry = refusal(server_context, None)
    assert "certificate verify failed" in text
    assert registry.asked == []


def test_renewed_authorities_are_used_without_a_restart(ca: trustme.CA, ca_file: Path) -> None:
    other = trustme.CA()
    with registry_simulator(server(other)) as registry:
        shop = shop_with(registry, Registry(host=registry.host, ca_file=ca_file))
        with pytest.raises(ImageUnavailableError):
            shop.inspect()
        renewed = ca_file.with_suffix(".new")
        other.cert_pem.write_to_path(str(renewed))
        renewed.replace(ca_file)
        assert codes(shop.inspect()) == []


def test_authorities_that_cannot_be_read_are_named(
    registry: RegistrySimulator, ca_file: Path
) -> None:
    ca_file.write_text("no certificate")
    shop = shop_with(registry, Registry(host=registry.host, ca_file=ca_file))
    with pytest.raises(ImageUnavailableError, match=str(ca_file)):
        shop.inspect()
