# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of both families."""

from socket import AF_INET, AF_INET6, AddressFamily

import pytest

from serving.address import authority, family_of


@pytest.mark.parametrize(
    ("host", "family", "written"),
    [
        ("0.0.0.0", AF_INET, "0.0.0.0:8443"),  # noqa: S104  nothing is bound here
        ("localhost", AF_INET, "localhost:8443"),
        ("::", AF_INET6, "[::]:8443"),
        ("::1", AF_INET6, "[::1]:8443"),
        ("2001:db8::1", AF_INET6, "[2001:db8::1]:8443"),
    ],
)
def test_an_address_says_its_family_and_is_written_with_its_port(
    host: str, family: AddressFamily, written: str
) -> None:
    assert family_of(host) is family
    assert authority(host, 8443) == written
