# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names that a server's certificate can carry (RFC 5280, 4.2.1.6; RFC 1123, 2.1)."""

import re
from collections.abc import Sequence
from ipaddress import ip_address

from certs.authority import Subject
from certs.errors import CertsError

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_DNS = re.compile(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})*")
_LONGEST = 253


def server(common_name: str, names: Sequence[str]) -> Subject:
    """Return who a server is that is called by these names.

    Raises:
        CertsError: There is no name, or one that cannot be one.
    """
    if not names:
        raise CertsError("a server's certificate needs at least one name")
    for name in names:
        require_name(name)
    ips = [name for name in names if is_ip(name)]
    dns = [name for name in names if not is_ip(name)]
    return Subject(common_name=common_name, dns=dns, ips=ips)


def require_name(name: str) -> None:
    """Do nothing where ``name`` is a DNS name or an IP address.

    Raises:
        CertsError: It is something else; the text says what to give instead.
    """
    if is_ip(name):
        return
    problem = _problem(name)
    if problem:
        raise CertsError(f"name {name!r} is no DNS name or IP address: {problem}")


def is_ip(name: str) -> bool:
    """Tell whether ``name`` is an IPv4 or IPv6 address."""
    try:
        # A zone ("fe80::1%eth0") is known on one machine only, and certificates have none.
        return "%" not in name and bool(ip_address(name))
    except ValueError:
        return False


def _problem(name: str) -> str:
    if not name:
        return "it is empty"
    if not name.isascii():
        return _international(name)
    if "://" in name:
        return "give the host of the URL alone"
    if "," in name or any(each.isspace() for each in name):
        return "give one name at a time, in the environment variable separated by spaces"
    if name.rpartition(".")[2].isdigit():
        return "it looks like an IPv4 address, which has four numbers from 0 to 255"
    if len(name) > _LONGEST or _DNS.fullmatch(name) is None:
        return "labels of letters, digits and hyphens, separated by dots, 253 characters at most"
    return ""


def _international(name: str) -> str:
    try:
        return f"give it as punycode, {name.encode('idna').decode()}"
    except UnicodeError:
        return "it is not ASCII"
