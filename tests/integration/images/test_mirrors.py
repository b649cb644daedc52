# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Mirrors are asked first, in their own name, for what a digest names."""

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme

from images.credential import Credential
from images.errors import ImageUnavailableError
from images.media_types import OCI_MANIFEST
from images.registries import Registry
from tests.integration.images.shop import Shop, codes, shop_with
from tests.simulators.answers import Answer, Manner
from tests.simulators.registry import RegistrySimulator
from tests.unit.images.builders import asset

BOB = Credential(username="bob", password="hush")  # noqa: S106  of a simulator


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """A registry with a mirror, for digests or for tags too."""

    shop: Shop
    mirror: RegistrySimulator
    digest: str

    @property
    def by_digest(self) -> str:
        """Where the mirror serves the image."""
        return f"/v2/shop/api/manifests/{self.digest}?ns={quote(self.shop.registry.host)}"

    @property
    def by_tag(self) -> str:
        """Where the mirror serves its tag."""
        return f"/v2/shop/api/manifests/1?ns={quote(self.shop.registry.host)}"


@pytest.fixture(params=[False, True], ids=["digests", "tags"])
def mirrored(
    request: pytest.FixtureRequest,
    registry: RegistrySimulator,
    ca_file: Path,
    tmp_path: Path,
    elsewhere: tuple[RegistrySimulator, trustme.CA],
) -> Mirrored:
    mirror, mirror_ca = elsewhere
    mirror_ca.cert_pem.write_to_path(str(tmp_path / "mirror.crt"))
    shop = shop_with(
        registry,
        Registry(
            host=registry.host,
            ca_file=ca_file,
            mirrors=(mirror.host,),
            mirrors_tags=request.param,
        ),
        Registry(host=mirror.host, ca_file=tmp_path / "mirror.crt"),
    )
    made = Mirrored(shop=shop, mirror=mirror, digest=shop.digest)
    truth = registry.truth(f"/v2/shop/api/manifests/{shop.digest}")
    mirror.gate = lambda asked: truth if asked.path in (made.by_digest, made.by_tag) else None
    return made


digests = pytest.mark.parametrize("mirrored", [False], ids=["digests"], indirect=True)
tags = pytest.mark.parametrize("mirrored", [True], ids=["tags"], indirect=True)


def test_a_digest_is_asked_of_the_mirror_alone(mirrored: Mirrored) -> None:
    evidence = mirrored.shop.inspect(f"shop/api@{mirrored.digest}", credentials=[BOB])
    assert codes(evidence) == []
    assert str(evidence.reference).startswith(mirrored.shop.registry.host)
    assert mirrored.shop.paths() == []
    assert all("Authorization" not in asked.headers for asked in mirrored.mirror.asked)
    ns = f"ns={quote(mirrored.shop.registry.host)}"
    assert all(asked.path.endswith(ns) for asked in mirrored.mirror.asked)


@digests
def test_a_tag_is_asked_of_the_registry_unless_mirrors_are_for_tags(mirrored: Mirrored) -> None:
    assert mirrored.shop.inspect().digest == mirrored.digest
    assert mirrored.mirror.asked == []


@tags
def test_a_tag_is_asked_of_mirrors_for_tags(mirrored: Mirrored) -> None:
    assert mirrored.shop.inspect().digest == mirrored.digest
    assert mirrored.shop.paths() == []


@digests
@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=404),
        Answer(status=401),
        Answer(status=500),
        Answer(status=429, headers={"Retry-After": "60"}),
        Answer(body=b"other bytes", headers={"Content-Type": OCI_MANIFEST}),
        Answer(body=asset("manifest-jwe"), headers={"Content-Type": "text/html"}),
        Answer(manner=Manner.HUNG_UP),
        Answer(body=b" " * 65536, manner=Manner.ENDLESS),
        Answer(status=307, headers={"Location": "https://169.254.169.254/"}),
    ],
)
def test_a_mirror_that_fails_is_passed_over(mirrored: Mirrored, answer: Answer) -> None:
    mirrored.mirror.gate = lambda _: answer
    assert codes(mirrored.shop.inspect(f"shop/api@{mirrored.digest}")) == []
    assert mirrored.mirror.asked != []


@digests
def test_a_mirror_that_hangs_leaves_time_for_the_registry(mirrored: Mirrored) -> None:
    late = replace(mirrored.shop.registry.truth(mirrored.by_digest), manner=Manner.LATE)
    mirrored.mirror.gate = lambda _: late
    assert codes(mirrored.shop.inspect(f"shop/api@{mirrored.digest}", seconds=2)) == []


@digests
def test_what_both_say_is_told_when_neither_has_it(mirrored: Mirrored) -> None:
    mirrored.mirror.gate = lambda _: Answer(status=500)
    other = "sha256:" + "0" * 64
    with pytest.raises(ImageUnavailableError) as caught:
        mirrored.shop.inspect(f"shop/api@{other}")
    assert str(caught.value) == (
        f"registry {mirrored.shop.registry.host} has no such image (404); its mirror: registry "
        f"{mirrored.mirror.host} answers 500"
    )
