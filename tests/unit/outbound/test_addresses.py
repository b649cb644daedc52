# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses: which are public, and how long a name may take to be resolved."""

import threading
import time

import pytest

from outbound.addresses import ResolveError, Resolver, is_public, look_up


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]
)
def test_what_everybody_can_reach_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104  not bound to
        "10.0.0.1",
        "172.16.0.1",
        "192.168.7.7",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::7",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::808:808",
        "2002:a00:1::",
        "::127.0.0.1",
        "::a9fe:a9fe",
        "::8.8.8.8",
        "::ffff:0:127.0.0.1",
        "fec0::1",
        "3fff::1",
        "5f00::1",
    ],
)
def test_what_is_inside_is_not_public_whatever_it_is_wrapped_in(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["8.8.8.8", "[::1]"])
def test_an_address_is_not_resolved(host: str) -> None:
    def never(name: str) -> tuple[str, ...]:
        raise AssertionError(name)

    assert Resolver(never).addresses(host, until=0) == (host.strip("[]"),)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1"])
def test_other_ways_to_write_an_address_are_resolved_to_what_they_are(host: str) -> None:
    found = Resolver().addresses(host, until=time.monotonic() + 5)
    assert not any(is_public(address) for address in found)


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example", ".example"])
def test_a_name_that_cannot_be_one_has_no_address(host: str) -> None:
    with pytest.raises(ResolveError, match="cannot be resolved"):
        Resolver().addresses(host, until=time.monotonic() + 5)


def test_a_name_that_is_not_resolved_in_time_has_none() -> None:
    end = threading.Event()

    def hang(name: str) -> tuple[str, ...]:
        end.wait(5)
        return (name,)

    try:
        with pytest.raises(ResolveError, match="in time"):
            Resolver(hang).addresses("slow.example", until=time.monotonic() + 0.05)
    finally:
        end.set()


def test_the_system_knows_this_machine() -> None:
    assert set(look_up("localhost")) <= {"127.0.0.1", "::1"}
