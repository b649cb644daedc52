# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Users and passwords: shown to their registry, renewed, and told to nobody."""

from base64 import b64encode
from pathlib import Path

import pytest

from images.errors import ImageUnavailableError
from images.registries import Registry
from tests.integration.images.shop import LAYER, MANIFEST, Shop, shop_with
from tests.simulators.registry import Answer, RegistrySimulator

BEARER = 'Bearer realm="https://auth.example/token",service="r"'


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("first\n")
    return path


@pytest.fixture
def shop(registry: RegistrySimulator, ca_file: Path, password_file: Path) -> Shop:
    entry = Registry(
        host=registry.host, ca_file=ca_file, username="bob", password_file=password_file
    )
    return shop_with(registry, entry)


def basic(password: str) -> str:
    return f"Basic {b64encode(f'bob:{password}'.encode()).decode()}"


def test_every_request_to_the_registry_shows_who_asks(shop: Shop) -> None:
    shop.inspect()
    assert {MANIFEST, LAYER} <= set(shop.paths())
    assert {asked.headers.get("Authorization") for asked in shop.registry.asked} == {basic("first")}


def test_a_renewed_password_is_used_at_once(shop: Shop, password_file: Path) -> None:
    shop.inspect()
    shop.registry.asked.clear()
    password_file.write_text("second")
    shop.inspect()
    assert shop.registry.asked[0].headers["Authorization"] == basic("second")


@pytest.mark.parametrize(
    ("status", "headers", "why"),
    [
        (401, {"WWW-Authenticate": BEARER}, "asks for a token, which this version cannot get"),
        (401, {"WWW-Authenticate": 'Basic realm="r"'}, "refuses the credentials"),
        (401, {}, "refuses the credentials"),
        (403, {}, "refuses the credentials"),
    ],
)
@pytest.mark.parametrize("path", [MANIFEST, LAYER])
def test_a_refusal_says_why_and_no_secret(
    shop: Shop, path: str, status: int, headers: dict[str, str], why: str
) -> None:
    shop.registry.lie(path, Answer(status=status, headers=headers))
    with pytest.raises(ImageUnavailableError, match=why) as caught:
        shop.inspect()
    assert shop.registry.host in str(caught.value)
    assert "first" not in str(caught.value)
    assert basic("first") not in repr(caught.value)


def test_a_password_that_cannot_be_read_is_named_by_its_file(
    shop: Shop, password_file: Path
) -> None:
    password_file.unlink()
    with pytest.raises(ImageUnavailableError, match="password file") as caught:
        shop.inspect()
    assert str(password_file) in str(caught.value)
    assert shop.paths() == []
