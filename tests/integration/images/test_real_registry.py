# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images that skopeo has encrypted, in a real registry that asks for a password."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from images.errors import ImageUnavailableError
from images.inspect import Images
from images.registries import Registries, Registry
from localcluster.binaries import locate_binaries
from localcluster.images import Images as Pushes
from localcluster.layout import Recipe
from localcluster.pki import Pki
from localcluster.ports import reserve_ports
from localcluster.registry import Login, registry_running
from tests.integration.images.shop import codes
from trust.image import ImageEvidence
from trust.reference import parse_reference

LOGIN = Login(username="bob", password="pass:word")  # noqa: S106  of a throw-away registry
BOTH = ("linux/amd64", "linux/arm64")


@pytest.fixture(scope="module")
def pushes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pushes]:
    folder = tmp_path_factory.mktemp("registry")
    pki = Pki(folder / "pki", server="")
    with ExitStack() as stack:
        port = reserve_ports(stack).registry
        running = registry_running(
            locate_binaries(), pki, port=port, folder=folder / "registry", login=LOGIN
        )
        yield Pushes(stack.enter_context(running))


def images(pushes: Pushes, password_file: Path, password: str = LOGIN.password) -> Images:
    password_file.write_text(password)
    host = pushes.registry.host
    entry = Registry(
        host=host,
        ca_file=pushes.registry.ca,
        username=LOGIN.username,
        password_file=password_file,
    )
    return Images(Registries({host: entry}))


def inspect(asked: Images, reference: str) -> ImageEvidence:
    return asked.inspect(parse_reference(reference), deadline=time.monotonic() + 10)


def encrypted(evidence: ImageEvidence) -> dict[str, list[bool]]:
    return {one.platform: [layer.encrypted for layer in one.layers] for one in evidence.manifests}


def test_what_skopeo_encrypts_is_encrypted_for_a_jwe_key(pushes: Pushes, tmp_path: Path) -> None:
    pushed = pushes.encrypted("shop/one:1")
    evidence = inspect(images(pushes, tmp_path / "password"), pushed.reference)
    assert evidence.digest == pushed.digest
    assert codes(evidence) == []
    assert encrypted(evidence) == {"": [True, True, True]}
    assert {scheme for layer in evidence.manifests[0].layers for scheme in layer.schemes} == {"jwe"}


def test_what_is_plain_is_plain(pushes: Pushes, tmp_path: Path) -> None:
    evidence = inspect(images(pushes, tmp_path / "password"), pushes.plain("shop/two:1").reference)
    assert codes(evidence) == []
    assert encrypted(evidence) == {"": [False, False, False]}


def test_one_encrypted_layer_of_three_is_one(pushes: Pushes, tmp_path: Path) -> None:
    pushed = pushes.encrypted("shop/three:1", layer="-1")
    evidence = inspect(images(pushes, tmp_path / "password"), pushed.reference)
    assert encrypted(evidence) == {"": [False, False, True]}


def test_every_platform_of_an_index_is_judged(pushes: Pushes, tmp_path: Path) -> None:
    asked = images(pushes, tmp_path / "password")
    whole = inspect(asked, pushes.encrypted("shop/four:1", Recipe(platforms=BOTH)).reference)
    assert codes(whole) == []
    assert encrypted(whole) == {platform: [True] * 3 for platform in BOTH}
    mixed = inspect(asked, pushes.mixed_index("shop/five:1").reference)
    assert encrypted(mixed) == {"linux/amd64": [True] * 3, "linux/arm64": [False] * 3}


def test_a_perfect_manifest_over_plain_blobs_is_seen_through(
    pushes: Pushes, tmp_path: Path
) -> None:
    pushes.plain("shop/six:1")
    pushes.encrypted("shop/six:2")
    content, media_type = pushes.get_manifest("shop/six:2")
    pretended = json.loads(content)
    plain = json.loads(pushes.get_manifest("shop/six:1")[0])
    for layer, beneath in zip(pretended["layers"], plain["layers"], strict=True):
        layer.update(digest=beneath["digest"], size=beneath["size"])
    pushed = pushes.put_manifest(
        "shop/six:3", json.dumps(pretended).encode(), media_type=media_type
    )
    evidence = inspect(images(pushes, tmp_path / "password"), pushed.reference)
    assert codes(evidence) == ["layer-content-plain"]


def test_a_wrong_password_is_refused(pushes: Pushes, tmp_path: Path) -> None:
    pushed = pushes.plain("shop/seven:1")
    with pytest.raises(ImageUnavailableError, match="refuses the credentials"):
        inspect(images(pushes, tmp_path / "password", "wrong"), pushed.reference)


def test_an_image_that_is_not_there_is_no_answer(pushes: Pushes, tmp_path: Path) -> None:
    with pytest.raises(ImageUnavailableError, match="has no such image"):
        inspect(images(pushes, tmp_path / "password"), f"{pushes.registry.host}/shop/none:1")
