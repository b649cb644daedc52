# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry that asks who it is, answered once: the seam that token flows fill."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme

from images.authorization import Access
from images.errors import ImageUnavailableError
from images.registries import Registry
from tests.integration.images.shop import LAYER, MANIFEST, Shop, codes, shop_with
from tests.simulators.registry import Answer, RegistrySimulator
from trust.reference import parse_reference

CHALLENGE = 'Bearer realm="https://auth.example/token",service="r",scope="repository:shop/api:pull"'
ASKS = Answer(status=401, headers={"WWW-Authenticate": CHALLENGE})


@dataclass(frozen=True)
class Token:
    """A strategy as token flows will be: nothing at first, and one token after a challenge."""

    heard: list[tuple[str, str, str]] = field(default_factory=list)

    def headers(self, access: Access, *, deadline: float) -> dict[str, str]:
        """Show nothing."""
        del access, deadline
        return {}

    def challenged(
        self, access: Access, challenge: str, *, deadline: float
    ) -> dict[str, str] | None:
        """Show a token, and take note of what was asked."""
        assert deadline > time.monotonic()
        self.heard.append((access.registry.host, access.repository, challenge))
        return {"Authorization": "Bearer once"}


def inspect(shop: Shop, token: Token) -> list[str]:
    reference = parse_reference(f"{shop.registry.host}/shop/api:1")
    deadline = time.monotonic() + 5
    return codes(shop.images.inspect(reference, deadline=deadline, authorize=lambda _: token))


@pytest.mark.parametrize("path", [MANIFEST, LAYER])
def test_a_challenge_is_answered_and_the_request_sent_once_more(shop: Shop, path: str) -> None:
    shop.registry.lie(path, ASKS)
    token = Token()
    assert inspect(shop, token) == []
    assert token.heard == [(shop.registry.host, "shop/api", CHALLENGE)]
    shown = [each.headers.get("Authorization") for each in shop.registry.asked if each.path == path]
    assert shown == [None, "Bearer once"]


def test_a_second_challenge_is_the_end(shop: Shop) -> None:
    shop.registry.lie(MANIFEST, ASKS, ASKS)
    token = Token()
    with pytest.raises(ImageUnavailableError, match="asks for a token"):
        inspect(shop, token)
    assert len(token.heard) == 1
    assert shop.paths() == [MANIFEST, MANIFEST]


def test_a_host_that_the_registry_redirects_to_gets_no_answer_to_its_challenge(
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
    location = f"https://{storage.host}/bucket/blobs/1"
    registry.lie(LAYER, Answer(status=307, headers={"Location": location}))
    storage.lie("/bucket/blobs/1", ASKS)
    token = Token()
    with pytest.raises(ImageUnavailableError, match="asks for a token"):
        inspect(shop, token)
    assert token.heard == []
    assert [asked.path for asked in storage.asked] == ["/bucket/blobs/1"]
