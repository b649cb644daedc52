# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A subject is a name that can be verified, or an error."""

import ipaddress

import pytest

from certs.errors import SubjectError
from certs.subject import Subject, Usage


def test_names_and_addresses_of_a_server_are_told_apart() -> None:
    subject = Subject.server("webhook", ["127.0.0.1", "webhook.ns.svc", "::1", "*.example"])
    assert subject.dns == ("webhook.ns.svc", "*.example")
    assert subject.ip == (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"))


@pytest.mark.parametrize(
    "name",
    ["", "Under_score", "a..b", "-a.example", "a b", "a.example\n", "https://a.example", "a:8443"],
    ids=repr,
)
def test_a_server_name_that_is_neither_is_refused(name: str) -> None:
    with pytest.raises(SubjectError, match="no DNS name"):
        Subject.server("webhook", [name])


@pytest.mark.parametrize("usage", [Usage.SERVER, Usage.BOTH])
def test_a_server_without_any_name_is_refused(usage: Usage) -> None:
    with pytest.raises(SubjectError, match="neither a DNS name nor an address"):
        Subject(common_name="webhook", usage=usage)


@pytest.mark.parametrize("name", ["", "x" * 65], ids=["empty", "too long"])
def test_a_common_name_outside_of_its_bounds_is_refused(name: str) -> None:
    with pytest.raises(SubjectError, match="1 to 64 characters"):
        Subject.client(name)
