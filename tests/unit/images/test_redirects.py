# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where a redirect may lead; addresses stand for names, so that nothing is resolved."""

import pytest

from images.errors import ImageUnavailableError
from images.redirects import redirect_target
from images.registries import ANY, Registries, Registry

REGISTRY = Registry(host="10.0.0.1:5000")
BASE = "https://10.0.0.1:5000/v2/shop/blobs/sha256:1"
LISTED = Registries(
    {host: Registry(host=host) for host in ("10.0.0.1:5000", "192.168.7.7", "[fd00::7]:444")}
)


def target(location: str, registries: Registries = LISTED) -> str:
    return redirect_target(location, base=BASE, registry=REGISTRY, registries=registries)


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
def test_the_same_host_a_listed_one_and_a_public_one_are_followed(location: str, url: str) -> None:
    assert target(location) == url


def test_a_registry_may_redirect_to_itself_without_being_listed() -> None:
    anybody = Registries({ANY: Registry(host=ANY)})
    assert target("/x", anybody) == "https://10.0.0.1:5000/x"


@pytest.mark.parametrize(
    "location",
    [
        "https://10.0.0.1/x",
        "https://10.0.0.1:5001/x",
        "https://10.0.0.1:5000@10.0.0.2/x",
        "https://192.168.7.7:444/x",
        "https://[fd00::7]/x",
        "https://127.0.0.1/x",
        "https://0.0.0.0/x",
        "https://169.254.169.254/latest/",
        "https://100.64.0.1/x",
        "https://[::1]/x",
        "https://[fe80::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[fd00:ec2::254]/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
    ],
)
@pytest.mark.parametrize("registries", [LISTED, Registries({ANY: Registry(host=ANY)})])
def test_another_port_or_an_address_that_is_not_public_is_refused(
    location: str, registries: Registries
) -> None:
    with pytest.raises(ImageUnavailableError, match="which is not a public address: list it"):
        target(location, registries)


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1:5000/x",
        "http://8.8.8.8/x",
        "ftp://8.8.8.8/x",
        "file:///etc/passwd",
        "data:text/plain,x",
    ],
)
def test_what_leaves_tls_is_refused_even_to_the_same_host(location: str) -> None:
    with pytest.raises(ImageUnavailableError, match=r"10\.0\.0\.1:5000 redirects .* not https"):
        target(location)


@pytest.mark.parametrize(
    "location", ["https://[bad/x", "https://8.8.8.8:port/x", "https://a:99999/"]
)
def test_what_is_no_url_is_refused(location: str) -> None:
    with pytest.raises(ImageUnavailableError, match="which is not a URL"):
        target(location)


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example", ".example"])
def test_a_name_that_cannot_be_one_is_refused(host: str) -> None:
    with pytest.raises(ImageUnavailableError, match="cannot be resolved"):
        target(f"https://{host}/x")


def test_a_long_location_is_cut_in_the_text() -> None:
    with pytest.raises(ImageUnavailableError) as caught:
        target("http://8.8.8.8/" + "x" * 5000)
    assert len(str(caught.value)) < 300
