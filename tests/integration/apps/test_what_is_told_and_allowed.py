# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a webhook tells of an image that it admits, and what it admits only when it is told to."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from images.media_types import IN_TOTO, OCI_INDEX, OCI_MANIFEST
from localcluster.images import Pushed
from localcluster.layout import Recipe
from tests.integration.apps.recordings import review
from tests.integration.apps.reviewing import REFUSED, ask, mutated
from tests.integration.apps.servers import Servers

TYPE = {"vnd.docker.reference.type": "attestation-manifest"}


def judged(servers: Servers, image: Pushed) -> dict[str, Any]:
    """Return what is answered to a pod with the image, after /mutate."""
    final = mutated(servers, review("mutations/create", main=image.reference))
    return ask(servers, "/validate", final)


def manifest_of(servers: Servers, image: Pushed) -> bytes:
    """Return the bytes of an image's manifest."""
    name = image.reference.removeprefix(f"{servers.images.registry.host}/")
    return servers.images.get_manifest(name)[0]


@pytest.fixture
def zstd(servers: Servers) -> Pushed:
    """An encrypted image whose layers say that they are compressed with zstd."""
    content = manifest_of(servers, servers.encrypted).replace(b"tar+gzip+enc", b"tar+zstd+enc")
    return servers.images.put_manifest("shop/app:zstd", content, media_type=OCI_MANIFEST)


@pytest.fixture
def attested(servers: Servers) -> Pushed:
    """An index of the encrypted image and an attestation, as buildx makes them."""
    manifest = manifest_of(servers, servers.encrypted)
    config = json.loads(manifest)["config"]
    statement = {**config, "mediaType": IN_TOTO}
    document = {**json.loads(manifest), "layers": [statement]}
    put, content = servers.images.put_manifest, json.dumps(document).encode()
    attestation = put("shop/app:attestation", content, media_type=OCI_MANIFEST)
    entries = [
        {
            "mediaType": OCI_MANIFEST,
            "digest": servers.encrypted.digest,
            "size": len(manifest),
            "platform": {"os": "linux", "architecture": "amd64"},
        },
        {
            "mediaType": OCI_MANIFEST,
            "digest": attestation.digest,
            "size": len(content),
            "platform": {"os": "unknown", "architecture": "unknown"},
            "annotations": {**TYPE, "vnd.docker.reference.digest": servers.encrypted.digest},
        },
    ]
    index = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": entries}
    return put("shop/app:attested", json.dumps(index).encode(), media_type=OCI_INDEX)


@pytest.fixture
def allowing(servers: Servers) -> Iterator[Servers]:
    """Start the webhook with both allowances; at the end it runs without them again."""

    def restart(*options: str) -> None:
        servers.bondstone.processes["webhook"].stop()
        servers.bondstone.launch("webhook", *options)
        servers.bondstone.wait_ready("webhook")

    restart("--allow-zstd", "--allow-attestations")
    yield servers
    restart()


def test_a_secret_in_the_configuration_is_a_warning(servers: Servers) -> None:
    recipe = Recipe(env=("PATH=/bin", "API_TOKEN=hush-hush"))
    response = judged(servers, servers.images.encrypted("shop/app:telling", recipe))
    assert response["allowed"] is True
    (warning,) = response["warnings"]
    assert "Env has what looks like a secret in the clear (API_TOKEN)" in warning
    assert "hush" not in warning
    assert "warnings" not in judged(servers, servers.encrypted)


def test_without_allowances_both_are_refused(
    servers: Servers, zstd: Pushed, attested: Pushed
) -> None:
    for image, code in ((zstd, "layer-zstd"), (attested, "index-attestation")):
        response = judged(servers, image)
        assert response["allowed"] is False
        assert response["status"]["message"].startswith(REFUSED)
        assert code in response["auditAnnotations"]["findings"].split(",")


def test_with_allowances_both_are_admitted(
    allowing: Servers, zstd: Pushed, attested: Pushed
) -> None:
    for image in (zstd, attested):
        assert judged(allowing, image)["allowed"] is True
