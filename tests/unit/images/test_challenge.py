# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Challenges of registries, true and sly."""

import pytest

from images.challenge import Basic, Bearer, read_challenge
from images.errors import ImageUnavailableError
from images.registries import Registry

HERE = Registry(host="r.example:5000", token_hosts=("auth.example",))


def bearer(realm: str) -> str:
    return f'Bearer realm="{realm}",service="r, the first",scope="repository:other:pull"'


@pytest.mark.parametrize("realm", ["https://r.example:5000/token", "https://auth.example/a/b"])
def test_a_realm_of_its_own_or_a_listed_host_is_asked(realm: str) -> None:
    expected = Bearer(realm=realm, service="r, the first")
    assert read_challenge([bearer(realm)], HERE) == expected


@pytest.mark.parametrize(
    "realm",
    [
        "https://elsewhere.example/token",
        "https://r.example/token",  # another port may be somebody else's
        "https://auth.example.evil.example/token",
        "https://auth.example@evil.example/token",
        "https://bob:hush@auth.example/token",
        "https://auth.example/token?a=b",
        "https://auth.example/token#x",
        "http://auth.example/token",
        "//auth.example/token",
        "/token",
        "https://[auth.example/token",
        "",
    ],
)
def test_credentials_go_to_no_other_realm(realm: str) -> None:
    with pytest.raises(ImageUnavailableError, match=r"registry r\.example:5000 names"):
        read_challenge([bearer(realm)], HERE)


def test_docker_hub_keeps_its_service_elsewhere() -> None:
    line = bearer("https://auth.docker.io/token")
    assert isinstance(read_challenge([line], Registry(host="docker.io")), Bearer)
    with pytest.raises(ImageUnavailableError, match="tokenHosts"):
        read_challenge([line], HERE)


def test_a_token_is_preferred_to_a_password() -> None:
    lines = ['Basic realm="r"', bearer("https://auth.example/token")]
    assert isinstance(read_challenge(lines, HERE), Bearer)
    assert isinstance(read_challenge(lines[:1], HERE), Basic)


@pytest.mark.parametrize(
    "lines",
    [[], [""], ["Negotiate"], ["x" * 5000], [f'Basic realm="{"r" * 5000}"'], ["Digest a=b"]],
)
def test_what_cannot_be_answered_is_not(lines: list[str]) -> None:
    assert read_challenge(lines, HERE) is None
