# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry that can lie, over TLS, and Images that may ask it."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from images.registries import Registry
from tests.integration.images.shop import Shop, shop_with
from tests.simulators.registry import RegistrySimulator, registry_simulator


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(ca: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.crt"
    ca.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def server_context(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def registry(server_context: ssl.SSLContext) -> Iterator[RegistrySimulator]:
    with registry_simulator(server_context) as started:
        yield started


@pytest.fixture
def shop(registry: RegistrySimulator, ca_file: Path) -> Shop:
    return shop_with(registry, Registry(host=registry.host, ca_file=ca_file))


@pytest.fixture
def elsewhere() -> Iterator[tuple[RegistrySimulator, trustme.CA]]:
    """Storage under an authority of its own."""
    ca = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    with registry_simulator(context) as storage:
        yield storage, ca
