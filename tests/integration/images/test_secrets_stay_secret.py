# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""No secret in a text or in a log, whatever goes wrong, with every logger at its most talkative."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from images.credential import Credential
from images.errors import ImagesError
from images.registries import Registry
from tests.integration.images.shop import LAYER, MANIFEST, Shop, shop_with
from tests.simulators.answers import Answer, Asked, Manner
from tests.simulators.registry import RegistrySimulator
from tests.simulators.token_desk import TokenDesk

PASSWORD, OWN, IDENTITY = "hush-password", "hush-own", "hush-identity"
SIGNATURE = "hush-signature"
CREDENTIALS = [
    Credential(username="bob", password=PASSWORD),
    Credential(username="<token>", identity_token=IDENTITY),
]


class Echo:
    """A registry that repeats what it is told, in headers, bodies and places to go."""

    def __init__(self, status: int, location: str = "") -> None:
        self._status = status
        self._location = location

    def __call__(self, asked: Asked) -> Answer:
        """Repeat."""
        told = asked.headers.get("Authorization", "") + asked.body.decode()
        headers = {"WWW-Authenticate": f'Basic realm="{told}"', "Content-Type": told or "x"}
        if self._location:
            headers["Location"] = self._location
        return Answer(status=self._status, headers=headers, body=told.encode())


def broken_token(asked: Asked) -> Answer | None:
    if asked.path.startswith("/token"):
        told = asked.headers.get("Authorization", "") + asked.body.decode()
        return Answer(status=200, body=json.dumps({"token": f"{told} {told}"}).encode())
    challenge = f'Bearer realm="https://{asked.headers["Host"]}/token",service="x"'
    return Answer(status=401, headers={"WWW-Authenticate": challenge})


@pytest.fixture
def shop(registry: RegistrySimulator, ca_file: Path, tmp_path: Path) -> Shop:
    (tmp_path / "password").write_text(OWN)
    entry = Registry(
        host=registry.host,
        ca_file=ca_file,
        username="own",
        password_file=tmp_path / "password",
    )
    return shop_with(registry, entry)


@pytest.mark.parametrize(
    "gate",
    [
        Echo(401),
        Echo(403),
        Echo(500),
        Echo(200),
        Echo(404),
        broken_token,
        lambda _: Answer(manner=Manner.HUNG_UP),
        None,
    ],
)
def test_what_is_shown_to_a_registry_is_told_to_nobody(
    shop: Shop, caplog: pytest.LogCaptureFixture, gate: Callable[[Asked], Answer | None] | None
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = TokenDesk(shop.registry)
    shop.registry.gate = gate or desk
    said = []
    for _ in range(2):
        try:
            said.append(repr(shop.inspect(credentials=CREDENTIALS)))
        except ImagesError as exc:
            said += [str(exc), repr(exc), repr(exc.__cause__)]
    text = "\n".join([*said, caplog.text])
    for secret in (PASSWORD, OWN, IDENTITY, *desk.given):
        assert secret not in text
    for credential in CREDENTIALS:
        assert credential.basic.removeprefix("Basic ") not in text
    assert PASSWORD not in repr(CREDENTIALS)
    assert IDENTITY not in repr(CREDENTIALS)


@pytest.mark.parametrize(
    "location",
    [
        f"https://10.0.0.1/blob?X-Amz-Signature={SIGNATURE}",
        f"http://storage.example/blob?sig={SIGNATURE}",
        f"https://[bad/blob?sig={SIGNATURE}",
        f"https://bob:{SIGNATURE}@10.0.0.1/blob",
        f"http://bob:{SIGNATURE}@storage.example/blob",
    ],
)
def test_what_opens_a_storage_is_not_in_our_sentence(shop: Shop, location: str) -> None:
    moved = Answer(status=307, headers={"Location": location})
    shop.registry.lie(LAYER, *[moved] * 3)
    with pytest.raises(ImagesError) as caught:
        shop.inspect()
    assert "redirects a blob" in str(caught.value)
    assert SIGNATURE not in str(caught.value)
    assert MANIFEST in shop.paths()
