# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry sends the webhook to addresses inside, or asks it for credentials."""

import json

import pytest

from tests.e2e.bypass.conftest import Create, Serve
from tests.simulators.answers import Answer
from tests.simulators.registry import RegistrySimulator
from tests.unit.images.builders import asset

GUARD = (
    "Only listed registries are asked; redirects and token services stay with the listed "
    "host or a public address, over TLS, without credentials."
)


METADATA = "https://169.254.169.254/latest/meta-data/"


def test_a_redirect_inward_is_not_followed(
    create: Create, liar: RegistrySimulator, serve: Serve
) -> None:
    moved = Answer(status=307, headers={"Location": METADATA})
    for layer in json.loads(asset("manifest-jwe"))["layers"]:
        liar.lie(f"/v2/shop/api/blobs/{layer['digest']}", moved)
    said = create(containers=serve())
    assert "could not be evaluated" in said
    assert "169.254.169.254 is not a public address" in said


@pytest.mark.parametrize("realm", [METADATA, "http://127.0.0.1/token"])
def test_a_strange_token_service_is_not_asked(create: Create, serve: Serve, realm: str) -> None:
    challenge = {"WWW-Authenticate": f'Bearer realm="{realm}",service="x"'}
    said = create(containers=serve(b"", Answer(status=401, headers=challenge)))
    assert "could not be evaluated" in said
    assert "names the token service" in said


def test_a_registry_that_is_not_listed_is_not_asked(create: Create) -> None:
    image = "metadata.internal:8080/latest:1"
    said = create(containers=[{"name": "main", "image": image}])
    assert "registry metadata.internal:8080 is not on the allow-list" in said
