# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Guesses at secrets in a configuration: by name, by shape, and by chance."""

import json

import pytest

from images.plain_secrets import plain_secrets


def names(*entries: object) -> tuple[str, ...]:
    return plain_secrets(json.dumps({"config": {"Env": list(entries)}}).encode())


@pytest.mark.parametrize(
    "entry",
    [
        "DB_PASSWORD=hush",
        "db_passwd=hush",
        "SECRET=x",
        "SECRET_KEY_BASE=x",
        "API_TOKEN=x",
        "TOKEN=x",
        "MY_API_KEY=x",
        "AWS_ACCESS_KEY=x",
        "X=AKIAIOSFODNN7EXAMPLE",
        "X=-----BEGIN RSA PRIVATE KEY-----\nMII",
        "X=-----BEGIN PRIVATE KEY-----",
        "X=ghp_" + "a1B2" * 9,
        "X=postgres://bob:hush@db.example/shop",
        "X=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "X=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2ln",
    ],
)
def test_what_looks_like_a_secret_is_named_without_its_value(entry: str) -> None:
    name, _, value = entry.partition("=")
    assert names(entry) == (name,)
    assert value not in names(entry)


@pytest.mark.parametrize(
    "entry",
    [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "PASSWORD_FILE=/run/secrets/password",
        "TOKEN_URL=https://login.example/",
        "PASSWORD=",
        "PASSWORD",
        "TOKENIZER=fast",
        "KEYBOARD=de",
        "GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
        "PYTHON_SHA256=5f9d5a1a8d9b3c8a1b4f6f3f1c6f1e4b0f5a7f2b8a9c0d1e2f3a4b5c6d7e8f90",
        "JAVA_VERSION=jdk-17.0.9+9",
        "NODE_OPTIONS=--max-old-space-size=4096 --enable-source-maps",
        "HOMEPAGE=https://www.example.com/Path/To/Something/Long/1234567890",
        "LD_LIBRARY_PATH=/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
        3,
        None,
        "",
    ],
)
def test_what_images_have_always_is_not_named(entry: object) -> None:
    assert names(entry) == ()


def test_each_is_named_once_and_only_what_can_be_printed() -> None:
    assert names("A_TOKEN=1", "A_TOKEN=2", "B\n\x07_TOKEN=1") == ("A_TOKEN", "B_TOKEN")
    assert len(names("A" * 500 + "_TOKEN=1", "TOKEN_" + "A" * 500 + "=1")[-1]) == 64


@pytest.mark.parametrize(
    "config",
    [
        b"",
        b"no json",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"config": null}',
        b'{"config": {"Env": null}}',
        b'{"config": {"Env": {"TOKEN": "x"}}}',
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_read_gives_no_warning(config: bytes) -> None:
    assert plain_secrets(config) == ()


def test_no_more_are_named_than_a_warning_has_room_for() -> None:
    assert len(names(*(f"TOKEN_{number}=x" for number in range(1000)))) == 8
