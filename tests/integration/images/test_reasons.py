# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Why a registry gave no answer, in words for people: no objects, no numbers of errors."""

import re
import socket
import ssl
from pathlib import Path

import pytest
import trustme

from images.errors import ImageUnavailableError
from images.registries import Registry
from tests.integration.images.shop import MANIFEST, shop_with
from tests.simulators.answers import Answer, Manner
from tests.simulators.registry import RegistrySimulator, registry_simulator

_OF_PYTHON = re.compile(r"\(host=|object at|Errno|_ssl|\[SSL|Error\(|Read\(|Disconnected\(|, '")


def told(registry: RegistrySimulator, ca_file: Path | None, host: str) -> str:
    shop = shop_with(registry, Registry(host=host, ca_file=ca_file))
    shop.registry.host = host
    with pytest.raises(ImageUnavailableError) as caught:
        shop.inspect(seconds=1.0)
    text = str(caught.value)
    assert host in text
    assert not _OF_PYTHON.search(text), text
    return text


def test_a_name_that_cannot_be_resolved(registry: RegistrySimulator) -> None:
    assert "its name" in told(registry, None, "absent.invalid")


def test_a_refused_connection(registry: RegistrySimulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
    assert told(registry, None, host).endswith("refused")


def test_a_certificate_of_somebody_else(ca_file: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with registry_simulator(context) as stranger:
        assert "certificate verify failed" in told(stranger, ca_file, stranger.host)


@pytest.mark.parametrize("manner", [Manner.LATE, Manner.HUNG_UP, Manner.BROKEN_OFF])
def test_an_answer_that_does_not_come(
    registry: RegistrySimulator, ca_file: Path, manner: Manner
) -> None:
    registry.lie(MANIFEST, *[Answer(manner=manner, body=b"{}" * 500)] * 3)
    told(registry, ca_file, registry.host)
