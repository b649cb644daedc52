# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A real registry that wants tokens, and believes those that its service signs."""

import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from images.credential import Credential
from images.errors import ImageUnavailableError, RefusedError
from images.inspect import Images
from images.registries import Registries, Registry
from localcluster.binaries import locate_binaries
from localcluster.images import Images as Pushes
from localcluster.pki import Pki
from localcluster.ports import reserve_ports
from localcluster.registry import TokenLogin, registry_running
from tests.integration.images.shop import codes
from tests.simulators.registry import registry_simulator
from tests.simulators.token_service import TokenService
from trust.reference import parse_reference

BOB = Credential(username="bob", password="pass:word")  # noqa: S106  of a throw-away registry


@pytest.fixture(scope="module")
def pushes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pushes]:
    folder = tmp_path_factory.mktemp("registry")
    pki = Pki(folder / "pki", server="")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.certificate("registry"), pki.key("registry"))
    with ExitStack() as stack:
        service = stack.enter_context(registry_simulator(context))
        service.gate = TokenService(BOB, pki.certificate("webhook"), pki.key("webhook"))
        login = TokenLogin(
            username=BOB.username,
            password=BOB.password,
            realm=f"https://{service.host}/token",
            authority=pki.ca,
        )
        port = reserve_ports(stack).registry
        running = registry_running(
            locate_binaries(), pki, port=port, folder=folder / "r", login=login
        )
        yield Pushes(stack.enter_context(running))


def inspect(pushes: Pushes, name: str, *credentials: Credential, listed: bool = True) -> list[str]:
    login = pushes.registry.login
    assert isinstance(login, TokenLogin)
    hosts = (login.realm.split("/")[2],) if listed else ()
    host = pushes.registry.host
    entry = Registry(host=host, ca_file=pushes.registry.ca, token_hosts=hosts)
    return codes(
        Images(Registries({host: entry})).inspect(
            parse_reference(f"{host}/{name}"),
            deadline=time.monotonic() + 10,
            credentials=credentials,
        )
    )


def test_a_real_registry_believes_the_token_that_we_fetched(pushes: Pushes) -> None:
    pushes.encrypted("shop/one:1")
    assert inspect(pushes, "shop/one:1", BOB) == []


def test_without_a_credential_there_is_no_token(pushes: Pushes) -> None:
    with pytest.raises(RefusedError, match=r"token service of registry .* refuses"):
        inspect(pushes, "shop/one:1")


def test_a_realm_that_is_not_listed_is_not_asked(pushes: Pushes) -> None:
    with pytest.raises(ImageUnavailableError, match="list it under tokenHosts"):
        inspect(pushes, "shop/one:1", BOB, listed=False)
