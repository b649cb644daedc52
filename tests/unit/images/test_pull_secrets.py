# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pull secrets, read and matched as the kubelet does."""

import json
from base64 import b64encode
from typing import Any

import pytest

from images.credential import Credential
from images.pull_secrets import PullSecretError, matching, read_pull_secret
from trust.reference import parse_reference


def encoded(document: object) -> str:
    return b64encode(json.dumps(document).encode()).decode()


def secret(auths: object, *, legacy: bool = False) -> dict[str, Any]:
    """Return a Secret of either type."""
    if legacy:
        data = {".dockercfg": encoded(auths)}
        return {"type": "kubernetes.io/dockercfg", "data": data}
    data = {".dockerconfigjson": encoded({"auths": auths})}
    return {"type": "kubernetes.io/dockerconfigjson", "data": data}


def users(auths: dict[str, str], image: str) -> list[str]:
    """Return who is shown for an image, given users by host."""
    stored = {host: {"username": user, "password": "p"} for host, user in auths.items()}
    reference = parse_reference(image)
    found = matching(read_pull_secret(secret(stored)), reference)
    return [credential.username for credential in found]


@pytest.mark.parametrize("legacy", [False, True])
def test_both_types_and_both_ways_to_write_a_password_are_read(legacy: bool) -> None:
    auths = {
        "a.example": {"username": "bob", "password": "p:w"},
        "b.example": {"auth": b64encode(b"eve:p:w").decode()},
        "c.example": {"identitytoken": "long", "auth": b64encode(b"x:").decode()},
    }
    entries = read_pull_secret(secret(auths, legacy=legacy))
    shown = [(each.host, each.credential.username, each.credential.password) for each in entries]
    assert shown == [
        ("a.example", "bob", "p:w"),
        ("b.example", "eve", "p:w"),
        ("c.example", "<token>", ""),
    ]
    assert entries[2].credential == Credential(username="<token>", identity_token="long")  # noqa: S106


@pytest.mark.parametrize(
    ("host", "image", "matches"),
    [
        ("r.example", "r.example/shop/api", True),
        ("https://r.example", "r.example/shop/api", True),
        ("https://r.example/v2/", "r.example/shop/api", True),
        ("R.example", "r.example/shop/api", True),
        ("r.example/shop", "r.example/shop/api", True),
        ("r.example/sh", "r.example/shop/api", True),  # the kubelet compares text
        ("r.example/other", "r.example/shop/api", False),
        ("r.example:5000", "r.example:5000/api", True),
        ("r.example:5000", "r.example/api", False),
        ("r.example", "r.example:5000/api", False),
        ("*.example", "r.example/api", True),
        ("*.example", "a.r.example/api", False),
        ("r*.example", "r2.example/api", True),
        ("*", "r.example/api", False),
        ("https://index.docker.io/v1/", "nginx", True),
        ("index.docker.io", "docker.io/library/nginx", True),
        ("docker.io", "nginx", True),
        ("https://index.docker.io/v1/", "r.example/nginx", False),
        ("https://[r.example", "r.example/api", False),
        ("", "r.example/api", False),
    ],
)
def test_a_host_is_for_these_images(host: str, image: str, matches: bool) -> None:
    assert users({host: "bob"}, image) == (["bob"] if matches else [])


def test_the_most_specific_comes_first_and_all_are_tried() -> None:
    auths = {"r.example": "any", "r.example/shop/api": "one", "r.example/shop": "team"}
    assert users(auths, "r.example/shop/api") == ["one", "team", "any"]


def test_the_same_credential_is_tried_once() -> None:
    entries = read_pull_secret(
        secret(
            {
                host: {"username": "bob", "password": "p"}
                for host in ("docker.io", "index.docker.io")
            }
        )
    )
    assert len(matching(entries, parse_reference("nginx"))) == 1


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        {},
        {"username": "bob"},
        {"auth": "%"},
        {"auth": "/w=="},
        {"auth": 3},
        {"auth": "Ym9iOnDDtg=\u00e9"},
        {"username": "\ud800", "password": "p"},
        {"username": "bob", "password": "\udfff"},
        {"username": "bob", "identitytoken": "t\ud800"},
    ],
    ids=range(11),
)
def test_a_host_without_a_credential_is_left_out(value: object) -> None:
    good = {"username": "bob", "password": "p"}
    assert len(read_pull_secret(secret({"a.example": value, "b.example": good}))) == 1


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({}, "its type is not"),
        ({"type": "Opaque", "data": {}}, "its type is not"),
        ({"type": ["kubernetes.io/dockercfg"]}, "its type is not"),
        ({"type": "kubernetes.io/dockercfg"}, "it has no .dockercfg"),
        ({"type": "kubernetes.io/dockercfg", "data": {".dockercfg": "hush!"}}, "is not base64"),
        ({"type": "kubernetes.io/dockercfg", "data": {".dockercfg": encoded([])}}, "not an object"),
        (
            {"type": "kubernetes.io/dockerconfigjson", "data": {".dockerconfigjson": encoded({})}},
            "has no auths",
        ),
        (
            {"type": "kubernetes.io/dockercfg", "data": {".dockercfg": "A" * 2 * 1024 * 1025}},
            "it has no .dockercfg",
        ),
    ],
)
def test_what_is_no_pull_secret_says_why_and_nothing_of_its_content(
    broken: dict[str, Any], why: str
) -> None:
    with pytest.raises(PullSecretError, match=why) as caught:
        read_pull_secret(broken)
    assert "hush" not in repr(caught.value)
    assert caught.value.__cause__ is None
