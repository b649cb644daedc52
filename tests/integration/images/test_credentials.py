# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Users and passwords: shown to their registry, renewed, and told to nobody."""

from base64 import b64encode
from pathlib import Path

import pytest

from images.credential import Credential
from images.errors import ImageUnavailableError, RefusedError
from images.registries import Registry
from tests.integration.images.shop import LAYER, MANIFEST, Shop, codes, shop_with
from tests.simulators.answers import Answer, Asked
from tests.simulators.registry import RegistrySimulator

ASKS = Answer(status=401, headers={"WWW-Authenticate": 'Basic realm="r"'})


def basic(password: str) -> str:
    return f"Basic {b64encode(f'bob:{password}'.encode()).decode()}"


GOOD = {basic("first"), basic("second")}


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


@pytest.fixture(autouse=True)
def _asks_for_a_password(registry: RegistrySimulator) -> None:
    def gate(asked: Asked) -> Answer | None:
        return None if asked.headers.get("Authorization") in GOOD else ASKS

    registry.gate = gate


def test_a_password_is_shown_when_it_is_asked_for_and_then_at_once(shop: Shop) -> None:
    shop.inspect()
    first, *others = [asked.headers.get("Authorization") for asked in shop.registry.asked]
    assert first is None
    assert set(others) == {basic("first")}
    assert {MANIFEST, LAYER} <= set(shop.paths())


def test_a_renewed_password_is_used_at_once(shop: Shop, password_file: Path) -> None:
    shop.inspect()
    shop.registry.asked.clear()
    password_file.write_text("second")
    shop.inspect()
    assert shop.registry.asked[0].headers["Authorization"] == basic("second")


@pytest.mark.parametrize(
    ("status", "headers"),
    [(401, {"WWW-Authenticate": 'Basic realm="r"'}), (401, {}), (403, {})],
)
@pytest.mark.parametrize("path", [MANIFEST, LAYER])
def test_a_refusal_says_so_and_no_secret(
    shop: Shop, path: str, status: int, headers: dict[str, str]
) -> None:
    refuses = Answer(status=status, headers=headers)
    shop.registry.lie(path, refuses, refuses)
    with pytest.raises(RefusedError, match="refuses the credentials") as caught:
        shop.inspect()
    assert shop.registry.host in str(caught.value)
    assert "first" not in str(caught.value)
    assert basic("first") not in repr(caught.value)


def test_pull_secrets_are_tried_in_turn_and_then_our_own(shop: Shop) -> None:
    wrong = Credential(username="eve", password="guess")  # noqa: S106  of a simulator
    second = Credential(username="bob", password="second")  # noqa: S106
    assert codes(shop.inspect(credentials=[wrong, second])) == []
    shown = {asked.headers.get("Authorization") for asked in shop.registry.asked}
    assert shown == {None, wrong.basic, second.basic}
    assert codes(shop.inspect(credentials=[wrong])) == []
    assert shop.registry.asked[-1].headers["Authorization"] == basic("first")


def test_when_all_are_refused_they_are_counted(shop: Shop, password_file: Path) -> None:
    password_file.write_text("old")
    wrong = Credential(username="eve", password="guess")  # noqa: S106  of a simulator
    with pytest.raises(RefusedError, match="and 1 of the pod's pull secrets") as caught:
        shop.inspect(credentials=[wrong])
    assert "guess" not in str(caught.value)


def test_a_password_that_cannot_be_read_is_named_by_its_file(
    shop: Shop, password_file: Path
) -> None:
    password_file.unlink()
    with pytest.raises(ImageUnavailableError, match="password file") as caught:
        shop.inspect()
    assert str(password_file) in str(caught.value)
