# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who is calling: the names in a verified client certificate (RFC 5280, RFC 6125)."""

import ssl
from collections.abc import Iterator, Mapping

from flask import Request

from serving.errors import BadRequestError

_FORBIDDEN = 403


def require_client(request: Request, allowed: frozenset[str]) -> None:
    """Let through only whose certificate carries an allowed name, compared exactly.

    Raises:
        BadRequestError: There is no certificate, or no name of it is allowed.
    """
    connection = request.environ.get("gunicorn.socket")
    certificate = connection.getpeercert() if isinstance(connection, ssl.SSLSocket) else None
    problem = client_problem(certificate, allowed)
    if problem:
        raise BadRequestError(problem, status=_FORBIDDEN)


def client_problem(certificate: Mapping[str, object] | None, allowed: frozenset[str]) -> str:
    """Return why the client is not let through, or an empty text where it is.

    Args:
        certificate: What ``getpeercert`` returns.
        allowed: Names, compared exactly.
    """
    names = set(_names_of(certificate or {}))
    if not names.isdisjoint(allowed):
        return ""
    shown = ", ".join(sorted(names)) or "none"
    return f"the client certificate's names ({shown}) are not allowed here"


def _names_of(certificate: Mapping[str, object]) -> Iterator[str]:
    """Yield CN and DNS names of what ``getpeercert`` returns."""
    subject = certificate.get("subject", ())
    if isinstance(subject, tuple):
        for relative in subject:
            yield from (value for key, value in relative if key == "commonName")
    alternatives = certificate.get("subjectAltName", ())
    if isinstance(alternatives, tuple):
        yield from (value for kind, value in alternatives if kind == "DNS")
