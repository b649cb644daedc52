# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Values that options take, and those that they refuse with a sentence."""

from datetime import timedelta
from pathlib import Path

import click
import pytest

from cli.kinds import (
    CLIENT_NAME,
    FILE,
    HOST,
    PORT,
    SCHEDULER,
    Duration,
    is_client_name,
    is_host,
    is_url_start,
)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "::", "::1", "2001:db8::1", "localhost", "Node-1.example"]
)
def test_addresses_of_both_families_and_names_can_be_listened_on(host: str) -> None:
    assert is_host(host)
    assert HOST.convert(host, None, None) == host


@pytest.mark.parametrize("host", ["", "1.2.3.999", "[::1]", "::1:8443:x", "a b", "-a", "a..b"])
def test_what_is_neither_address_nor_name_is_refused(host: str) -> None:
    assert not is_host(host)
    with pytest.raises(click.BadParameter, match="is not an IP address or a DNS name"):
        HOST.convert(host, None, None)


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("kube-apiserver", True),
        ("system:kube-scheduler", True),
        ("a" * 253, True),
        ("a" * 254, False),
        ("", False),
        ("a b", False),
        ("a,b", False),
        ("a;b", False),
        ("a\n", False),
    ],
)
def test_a_client_name_is_one_name(name: str, good: bool) -> None:
    assert is_client_name(name) is good
    if not good:
        with pytest.raises(click.BadParameter, match="is not one CN or DNS name"):
            CLIENT_NAME.convert(name, None, None)


def test_a_duration_is_read_once_and_has_a_unit() -> None:
    kind = Duration()
    assert kind.convert("1h30m", None, None) == timedelta(minutes=90)
    assert kind.convert("500ms", None, None) == timedelta(milliseconds=500)
    assert kind.convert(timedelta(seconds=3), None, None) == timedelta(seconds=3)
    for text in ("3", "", "soon", "-1s"):
        with pytest.raises(click.BadParameter, match="is not a duration"):
            kind.convert(text, None, None)


def test_a_path_is_not_empty_and_a_port_is_in_range() -> None:
    assert FILE.convert("a", None, None) == Path("a")
    for empty in ("", " "):
        with pytest.raises(click.BadParameter, match="the path is empty"):
            FILE.convert(empty, None, None)
    assert PORT.convert(65535, None, None) == 65535
    for number in (0, 65536):
        with pytest.raises(click.BadParameter, match="is not in the range"):
            PORT.convert(number, None, None)


def test_a_scheduler_has_the_name_of_an_object() -> None:
    assert SCHEDULER.convert("bondstone-scheduler", None, None) == "bondstone-scheduler"
    with pytest.raises(click.BadParameter, match="is not a name of a scheduler"):
        SCHEDULER.convert("Bond", None, None)


def test_the_start_of_a_url_has_a_host_and_nothing_behind() -> None:
    for text in ("https://webhook", "https://127.0.0.1:8443", "https://[::1]:8443"):
        assert is_url_start(text)
    for text in (
        "http://a",
        "https://",
        "https://a/",
        "https://a?b",
        "https://u@a",
        "a",
        "https://a b",
    ):
        assert not is_url_start(text)
