# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where a registry may send us, and what we show there."""

from pathlib import Path

import pytest
import trustme

from images.errors import ImageUnavailableError
from images.registries import Registry
from tests.integration.images.shop import LAYER, MANIFEST, Shop, codes, shop_with
from tests.simulators.answers import Answer
from tests.simulators.registry import RegistrySimulator


def redirect(location: str, status: int = 307) -> Answer:
    return Answer(status=status, headers={"Location": location})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_manifest_is_never_fetched_from_elsewhere(shop: Shop, status: int) -> None:
    shop.registry.lie(MANIFEST, redirect(f"https://{shop.registry.host}/other", status))
    with pytest.raises(ImageUnavailableError, match="redirects a manifest"):
        shop.inspect()
    assert shop.paths() == [MANIFEST]


@pytest.mark.parametrize("relative", [True, False])
def test_a_blob_may_move_within_its_host(shop: Shop, relative: bool) -> None:
    start = "" if relative else f"https://{shop.registry.host}"
    shop.registry.lie(LAYER, redirect(f"{start}/moved/blobs/1"))
    assert codes(shop.inspect()) == []
    assert "/moved/blobs/1" in shop.paths()


def test_credentials_stay_with_the_host_they_are_for(
    registry: RegistrySimulator,
    ca_file: Path,
    tmp_path: Path,
    elsewhere: tuple[RegistrySimulator, trustme.CA],
) -> None:
    storage, storage_ca = elsewhere
    (tmp_path / "password").write_text("secret")
    storage_ca.cert_pem.write_to_path(str(tmp_path / "storage.crt"))
    shop = shop_with(
        registry,
        Registry(
            host=registry.host,
            ca_file=ca_file,
            username="bob",
            password_file=tmp_path / "password",
        ),
        Registry(host=storage.host, ca_file=tmp_path / "storage.crt"),
    )
    asks = Answer(status=401, headers={"WWW-Authenticate": 'Basic realm="r"'})
    registry.gate = lambda asked: None if "Authorization" in asked.headers else asks
    registry.lie(LAYER, redirect(f"https://{storage.host}/bucket/blobs/1"))
    assert codes(shop.inspect()) == []
    assert ["Authorization" in asked.headers for asked in registry.asked].count(False) == 1
    assert [asked.path for asked in storage.asked] == ["/bucket/blobs/1"]
    assert "Authorization" not in storage.asked[0].headers


def test_an_address_that_is_not_public_is_refused_unless_it_is_listed(
    shop: Shop, elsewhere: tuple[RegistrySimulator, trustme.CA]
) -> None:
    storage, _ = elsewhere
    shop.registry.lie(LAYER, redirect(f"https://{storage.host}/bucket/blobs/1"))
    with pytest.raises(ImageUnavailableError, match="not a public address: list it") as caught:
        shop.inspect()
    assert storage.host in str(caught.value)
    assert storage.asked == []


@pytest.mark.parametrize(
    "location",
    [
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://192.168.0.1:5000/x",
        "https://169.254.169.254/latest/",
        "https://[::1]/x",
        "https://[fe80::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::10.0.0.1]/x",
        "https://[64:ff9b:1::808:808]/x",
        "https://[2002:a00:1::]/x",
        "http://storage.example/x",
        "ftp://storage.example/x",
        "https://[bad/x",
        "https://storage.example:port/x",
    ],
)
def test_a_redirect_inward_or_out_of_tls_is_refused(shop: Shop, location: str) -> None:
    shop.registry.lie(LAYER, redirect(location))
    with pytest.raises(ImageUnavailableError, match="redirects a blob to"):
        shop.inspect()


@pytest.mark.parametrize(("times", "allowed"), [(3, True), (4, False)])
def test_three_redirects_are_followed_and_no_fourth(shop: Shop, times: int, allowed: bool) -> None:
    shop.registry.lie(LAYER, *[redirect(LAYER)] * times)
    if allowed:
        assert codes(shop.inspect()) == []
    else:
        with pytest.raises(ImageUnavailableError, match="too many times"):
            shop.inspect()
