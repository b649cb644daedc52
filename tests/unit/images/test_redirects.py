# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where a redirect may lead; addresses stand for names, so that nothing is resolved."""

import pytest

from images.errors import ImageUnavailableError
from images.redirects import redirect_target
from images.registries import Registry

REGISTRY = Registry(host="10.0.0.1:5000")
BASE = "https://10.0.0.1:5000/v2/shop/blobs/sha256:1"


def target(location: str) -> str:
    return redirect_target(location, base=BASE, registry=REGISTRY)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/other", "https://10.0.0.1:5000/other"),
        ("other?x=1", "https://10.0.0.1:5000/v2/shop/blobs/other?x=1"),
        ("", BASE),
        ("https:///x", "https://10.0.0.1:5000/x"),
        ("//10.0.0.1:5000/x", "https://10.0.0.1:5000/x"),
        ("https://10.0.0.1:5000/x", "https://10.0.0.1:5000/x"),
        ("https://192.168.7.7/x", "https://192.168.7.7/x"),
        ("https://[fd00::7]:444/x", "https://[fd00::7]:444/x"),
        ("https://8.8.8.8/x", "https://8.8.8.8/x"),
        ("https://8.8.8.8:8443/x", "https://8.8.8.8:8443/x"),
        ("https://[2606:4700::1]/x", "https://[2606:4700::1]/x"),
    ],
)
def test_what_stays_in_tls_is_followed(location: str, url: str) -> None:
    assert target(location) == url


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1:5000/x",
        "http://8.8.8.8/x",
        "ftp://8.8.8.8/x",
        "file:///etc/passwd",
        "data:text/plain,x",
        "https://bob:hush@8.8.8.8/x",
    ],
)
def test_what_leaves_tls_is_refused_even_to_the_same_host(location: str) -> None:
    with pytest.raises(
        ImageUnavailableError, match=r"10\.0\.0\.1:5000 redirects .* not https"
    ) as caught:
        target(location)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "location", ["https://[bad/x", "https://8.8.8.8:port/x", "https://a:99999/"]
)
def test_what_is_no_url_is_refused(location: str) -> None:
    with pytest.raises(ImageUnavailableError, match="which is not a URL"):
        target(location)


def test_a_long_location_is_cut_in_the_text() -> None:
    with pytest.raises(ImageUnavailableError) as caught:
        target("http://8.8.8.8/" + "x" * 5000)
    assert len(str(caught.value)) < 300
