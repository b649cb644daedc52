# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where the distribution API is, and what statuses mean for people and for the breaker."""

import pytest
import urllib3

from images.access import Access
from images.errors import (
    ImageUnavailableError,
    RefusedError,
    TooManyRequestsError,
    UnreachableError,
)
from images.registries import Registry
from images.urls import authority, require_ok, url_of

REGISTRY = Registry(host="registry.example:5000")


@pytest.mark.parametrize(
    ("host", "behind", "url"),
    [
        ("registry.example:5000", "", "https://registry.example:5000/v2/shop/api/manifests/1"),
        ("docker.io", "", "https://registry-1.docker.io/v2/shop/api/manifests/1"),
        ("m.example", "r:1", "https://m.example/v2/shop/api/manifests/1?ns=r%3A1"),
    ],
)
def test_the_api_is_where_the_registry_says(host: str, behind: str, url: str) -> None:
    access = Access(registry=Registry(host=host), repository="shop/api", behind=behind)
    assert url_of(access, "manifests/1") == url


@pytest.mark.parametrize(
    ("url", "expected"), [("https://r.example:5000/v2/", "r.example:5000"), ("/v2/", "")]
)
def test_an_authority_is_host_and_port(url: str, expected: str) -> None:
    assert authority(url) == expected


@pytest.mark.parametrize(
    ("status", "error", "why"),
    [
        (401, RefusedError, "refuses the credentials"),
        (403, RefusedError, "refuses the credentials"),
        (404, ImageUnavailableError, "has no such image"),
        (429, TooManyRequestsError, "answers 429"),
        (302, ImageUnavailableError, "redirects a manifest elsewhere"),
        (418, ImageUnavailableError, "answers 418"),
        (500, UnreachableError, "answers 500"),
        (503, UnreachableError, "answers 503"),
    ],
)
def test_a_status_is_told_and_counted_as_what_it_is(
    status: int, error: type[ImageUnavailableError], why: str
) -> None:
    with pytest.raises(ImageUnavailableError, match=why) as caught:
        require_ok(urllib3.HTTPResponse(status=status), REGISTRY)
    assert type(caught.value) is error
    assert "registry.example:5000" in str(caught.value)


@pytest.mark.parametrize("status", [200, 206])
def test_a_good_status_is_good(status: int) -> None:
    require_ok(urllib3.HTTPResponse(status=status), REGISTRY)


def test_how_long_to_wait_is_taken_from_a_429() -> None:
    answer = urllib3.HTTPResponse(status=429, headers={"Retry-After": "7"})
    with pytest.raises(TooManyRequestsError) as caught:
        require_ok(answer, REGISTRY)
    assert caught.value.seconds == 7.0
