# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names of a client certificate, as Python's ssl gives them."""

import ssl
from typing import Any

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from serving.clients import require_client
from serving.errors import BadRequestError

ALLOWED = frozenset({"friend", "friend.example"})


class Connection(ssl.SSLSocket):
    """A connection that has shaken hands with a client of this certificate."""

    def __init__(self, certificate: dict[str, Any] | None) -> None:
        self._certificate = certificate

    def getpeercert(self, binary_form: bool = False) -> Any:  # noqa: ANN401  as the base has it
        """Return what was verified."""
        assert not binary_form
        return self._certificate


def call(connection: object) -> None:
    environ = EnvironBuilder(method="POST").get_environ()
    if connection is not None:
        environ["gunicorn.socket"] = connection
    require_client(Request(environ), ALLOWED)


def certificate(*names: str, **alternatives: str) -> dict[str, Any]:
    """Return one with common names, each in a relative name of its own, and alternative names."""
    return {
        "subject": (
            (("organizationName", "friend"),),
            *((("commonName", name),) for name in names),
            (("organizationalUnitName", "friend"),),
        ),
        "subjectAltName": tuple((kind, value) for kind, value in alternatives.items()),
    }


@pytest.mark.parametrize(
    "found",
    [
        certificate("friend"),
        certificate("stranger", "friend"),
        certificate("stranger", DNS="friend.example"),
        {"subjectAltName": (("DNS", "other"), ("DNS", "friend"))},
        {"subject": ((("organizationName", "x"), ("commonName", "friend")),)},
    ],
    ids=range(5),
)
def test_one_allowed_name_is_enough(found: dict[str, Any]) -> None:
    call(Connection(found))


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (None, "none"),
        ({}, "none"),
        (certificate(), "none"),
        (certificate("stranger"), "stranger"),
        (certificate("Friend"), "Friend"),
        (certificate("friend "), "friend "),
        (certificate("x.friend.example", DNS="*.example"), r"\*\.example, x\.friend\.example"),
        (certificate(email="friend", URI="friend"), "none"),
        ({"subject": None, "subjectAltName": None}, "none"),
        ({"issuer": ((("commonName", "friend"),),)}, "none"),
    ],
    ids=range(10),
)
def test_any_other_certificate_is_refused_and_its_names_are_shown(
    found: dict[str, Any] | None, shown: str
) -> None:
    with pytest.raises(BadRequestError, match=rf"names \({shown}\) are not allowed") as caught:
        call(Connection(found))
    assert caught.value.status == 403


@pytest.mark.parametrize("connection", [None, object()])
def test_a_connection_without_tls_is_refused(connection: object) -> None:
    with pytest.raises(BadRequestError, match="none"):
        call(connection)


def test_where_nobody_is_allowed_nobody_comes_in() -> None:
    environ = {**EnvironBuilder().get_environ(), "gunicorn.socket": Connection({})}
    with pytest.raises(BadRequestError):
        require_client(Request(environ), frozenset())
