# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Registries that ask for tokens, as most public ones do."""

from base64 import b64encode
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme

from images.credential import Credential
from images.errors import ImageUnavailableError, RefusedError
from images.registries import Registry
from tests.integration.images.shop import LAYER, MANIFEST, Shop, codes, shop_with
from tests.simulators.answers import Answer, Asked, Manner
from tests.simulators.registry import RegistrySimulator
from tests.simulators.token_desk import TokenDesk

BOB = Credential(username="bob", password="hush")  # noqa: S106  of a simulator
BASIC = f"Basic {b64encode(b'bob:hush').decode()}"


@pytest.fixture
def desk(registry: RegistrySimulator) -> TokenDesk:
    made = TokenDesk(registry)
    registry.gate = made
    return made


def tokens_asked(shop: Shop) -> list[Asked]:
    return [asked for asked in shop.registry.asked if asked.path.startswith("/token")]


def test_one_token_opens_a_repository_and_is_fetched_anonymously(
    shop: Shop, desk: TokenDesk
) -> None:
    assert codes(shop.inspect()) == []
    (asked,) = tokens_asked(shop)
    assert parse_qs(urlsplit(asked.path).query) == {
        "service": ["shop"],
        "scope": ["repository:shop/api:pull"],  # ours, whatever the registry asks for
    }
    assert "Authorization" not in asked.headers


def test_a_token_is_for_one_repository(shop: Shop, desk: TokenDesk) -> None:
    shop.inspect()
    with pytest.raises(ImageUnavailableError, match="no such image"):
        shop.inspect("shop/other:1")
    assert desk.given == ["shop/api/0", "shop/other/1"]


def test_a_password_goes_to_the_token_service_alone(shop: Shop, desk: TokenDesk) -> None:
    assert codes(shop.inspect(credentials=[BOB])) == []
    shown = {asked.headers.get("Authorization") for asked in shop.registry.asked}
    assert [asked.headers.get("Authorization") for asked in tokens_asked(shop)] == [BASIC]
    assert shown == {None, BASIC, f"Bearer {desk.given[0]}"}


def test_an_identity_token_is_posted(shop: Shop, desk: TokenDesk) -> None:
    credential = Credential(username="<token>", identity_token="long")  # noqa: S106
    assert codes(shop.inspect(credentials=[credential])) == []
    (asked,) = tokens_asked(shop)
    assert asked.path == "/token"
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["long"],
        "client_id": ["bondstone"],
        "service": ["shop"],
        "scope": ["repository:shop/api:pull"],
    }
    assert "Authorization" not in asked.headers


def test_a_token_that_is_no_longer_good_is_fetched_anew(shop: Shop, desk: TokenDesk) -> None:
    shop.inspect()
    desk.given.append("shop/api/newer")
    assert codes(shop.inspect()) == []
    assert len(tokens_asked(shop)) == 2


def test_a_token_that_is_never_good_is_fetched_once(shop: Shop, desk: TokenDesk) -> None:
    desk.document = {"token": "useless"}
    with pytest.raises(RefusedError, match=r"refuses the credentials \(401\)"):
        shop.inspect()
    assert len(tokens_asked(shop)) == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=401), "token service of registry .* refuses the credentials"),
        (Answer(status=500), "token service of registry .* answers 500"),
        (Answer(body=b"<html>"), "does not answer in JSON"),
        (Answer(body=b"[" * 100_000), "exceeds 65536 bytes"),
        (Answer(body=b"[" * 60_000), "does not answer in JSON"),
        (Answer(body=b"[]"), "gives no token"),
        (Answer(body=b'{"token": ""}'), "gives no token"),
        (Answer(body=b'{"token": 3}'), "gives no token"),
        (Answer(body=b'{"token": "a\\r\\nX-Evil: b"}'), "gives no token"),
        (Answer(body=b'{"token": "a b"}'), "gives no token"),
        (Answer(body=b"{" * 4096, manner=Manner.ENDLESS), "exceeds 65536 bytes"),
        (Answer(body=b"{}", manner=Manner.HUNG_UP), "cannot be reached"),
        (Answer(status=302, headers={"Location": "https://evil.example/"}), "answers 302"),
    ],
)
def test_a_token_service_that_cannot_be_believed(shop: Shop, answer: Answer, why: str) -> None:
    challenge = f'Bearer realm="https://{shop.registry.host}/token"'
    ask = Answer(status=401, headers={"WWW-Authenticate": challenge})
    shop.registry.gate = lambda asked: answer if asked.path.startswith("/token") else ask
    with pytest.raises(ImageUnavailableError, match=why):
        shop.inspect(credentials=[BOB])


def test_a_realm_on_a_foreign_host_is_told_nothing(
    shop: Shop, desk: TokenDesk, elsewhere: tuple[RegistrySimulator, trustme.CA]
) -> None:
    stranger, _ = elsewhere
    desk.realm = f"https://{stranger.host}/token"
    with pytest.raises(ImageUnavailableError, match="list it under tokenHosts"):
        shop.inspect(credentials=[BOB])
    assert stranger.asked == []


def test_a_host_that_blobs_are_redirected_to_gets_no_answer_to_its_challenge(
    registry: RegistrySimulator,
    ca_file: Path,
    tmp_path: Path,
    elsewhere: tuple[RegistrySimulator, trustme.CA],
) -> None:
    storage, storage_ca = elsewhere
    storage_ca.cert_pem.write_to_path(str(tmp_path / "storage.crt"))
    shop = shop_with(
        registry,
        Registry(host=registry.host, ca_file=ca_file),
        Registry(host=storage.host, ca_file=tmp_path / "storage.crt"),
    )
    moved = Answer(status=307, headers={"Location": f"https://{storage.host}/blob"})
    registry.lie(LAYER, moved, moved)
    storage.gate = TokenDesk(storage)
    with pytest.raises(RefusedError):
        shop.inspect(credentials=[BOB])
    assert [asked.path for asked in storage.asked] == ["/blob", "/blob"]
    assert MANIFEST in shop.paths()
